"""Functions in C that compute an operation on bytes, (channels, height, width).

`@` stands for the prefix of the header. Sums are whole numbers of 32 bits; what they mean is
computed in float, and brought to the nearest byte.
"""

_POOL = """\
static inline void @{name}(int8_t *out, const int8_t *in, int channels, int height, int width,
                           int rows, int columns, int high, int wide, int down, int right,
                           int top, int left{more}) {{
    for (int c = 0; c < channels; c++, in += height * width)
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {{
                int32_t found = {first};
                int count = 0;
                for (int i = 0; i < high; i++) {{
                    const int y = row * down + i - top;
                    if (y < 0 || y >= height) continue;
                    for (int j = 0; j < wide; j++) {{
                        const int x = column * right + j - left;
                        if (x < 0 || x >= width) continue;
                        const int32_t value = in[y * width + x];
                        {step}
                        count++;
                    }}
                }}
                *out++ = {last};
            }}
}}
"""

_SUM = """\
static inline void @{name}({type} *out, const int8_t *in, const int8_t *kernel,
                           const int32_t *bias, const float *factors, int units, int taken,
                           int from{more}) {{
    for (int unit = 0; unit < units; unit++, kernel += taken) {{
        int32_t sum = bias[unit];
        for (int i = 0; i < taken; i++) sum += (int32_t)(in[i] - from) * kernel[i];
        out[unit] = {last};
    }}
}}
"""

_TO = ", float per_unit, int zero"

KERNELS: dict[str, str] = {
    "byte": """\
static inline int8_t @byte(float value, float per_unit, int zero) {
    float steps = value * per_unit;
    steps = steps < -512.0f ? -512.0f : steps > 512.0f ? 512.0f : steps;
    const int nearest = (int)(steps < 0.0f ? steps - 0.5f : steps + 0.5f) + zero;
    return (int8_t)(nearest < -128 ? -128 : nearest > 127 ? 127 : nearest);
}
""",
    "conv": """\
static inline void @conv(int8_t *out, const int8_t *in, const int8_t *kernel, const int32_t *bias,
                         const float *factors, int maps, int taken, int groups, int height,
                         int width, int rows, int columns, int high, int wide, int down, int right,
                         int apart_y, int apart_x, int top, int left, int from, float per_unit,
                         int zero) {
    const int maps_of_group = maps / groups;
    for (int map = 0; map < maps; map++) {
        const int8_t *maps_in = in + map / maps_of_group * taken * height * width;
        const int8_t *weights = kernel + map * taken * high * wide;
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {
                int32_t sum = bias[map];
                for (int c = 0; c < taken; c++)
                    for (int i = 0; i < high; i++) {
                        const int y = row * down + i * apart_y - top;
                        if (y < 0 || y >= height) continue;
                        for (int j = 0; j < wide; j++) {
                            const int x = column * right + j * apart_x - left;
                            if (x < 0 || x >= width) continue;
                            sum += (int32_t)(maps_in[(c * height + y) * width + x] - from)
                                   * weights[(c * high + i) * wide + j];
                        }
                    }
                *out++ = @byte((float)sum * factors[map], per_unit, zero);
            }
    }
}
""",
    "linear": _SUM.format(
        name="linear",
        type="int8_t",
        more=_TO,
        last="@byte((float)sum * factors[unit], per_unit, zero)",
    ),
    "linear_out": _SUM.format(
        name="linear_out", type="float", more="", last="(float)sum * factors[unit]"
    ),
    "max_pool": _POOL.format(
        name="max_pool",
        more="",
        first="0",
        step="if (count == 0 || value > found) found = value;",
        last="(int8_t)found",
    ),
    "average_pool": _POOL.format(
        name="average_pool",
        more=", int from, float step" + _TO,
        first="0",
        step="found += value - from;",
        last="@byte((float)found / (float)count * step, per_unit, zero)",
    ),
    "global_average_pool": """\
static inline void @global_average_pool(int8_t *out, const int8_t *in, int channels, int places,
                                        int from, float step, float per_unit, int zero) {
    for (int c = 0; c < channels; c++, in += places) {
        int32_t sum = 0;
        for (int i = 0; i < places; i++) sum += in[i] - from;
        out[c] = @byte((float)sum / (float)places * step, per_unit, zero);
    }
}
""",
    "global_max_pool": """\
static inline void @global_max_pool(int8_t *out, const int8_t *in, int channels, int places) {
    for (int c = 0; c < channels; c++, in += places) {
        out[c] = in[0];
        for (int i = 1; i < places; i++)
            if (in[i] > out[c]) out[c] = in[i];
    }
}
""",
    "affine": """\
static inline void @affine(int8_t *out, const int8_t *in, const float *scale, const float *offset,
                           int channels, int places, int of_channel, int from, float step,
                           float per_unit, int zero) {
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < places; i++, in++)
            *out++ = @byte((float)(*in - from) * step * scale[c * of_channel]
                               + offset[c * of_channel],
                           per_unit, zero);
}
""",
    "pad": """\
static inline void @pad(int8_t *out, const int8_t *in, int channels, int height, int width,
                        int rows, int columns, int top, int left, int value) {
    for (int c = 0; c < channels; c++, in += height * width)
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {
                const int y = row - top, x = column - left;
                const int inside = y >= 0 && y < height && x >= 0 && x < width;
                *out++ = inside ? in[y * width + x] : (int8_t)value;
            }
}
""",
    "nearest": """\
static inline void @nearest(int8_t *out, const int8_t *in, int channels, int height, int width,
                            int rows, int columns, const int32_t *from_y, const int32_t *from_x) {
    for (int c = 0; c < channels; c++, in += height * width)
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                *out++ = in[from_y[row] * width + from_x[column]];
}
""",
    "look_up": """\
static inline void @look_up(int8_t *out, const int8_t *in, const int8_t *table, int count) {
    for (int i = 0; i < count; i++) out[i] = table[in[i] + 128];
}
""",
    "rescale": """\
static inline void @rescale(int8_t *out, const int8_t *in, int count, int from, float step,
                            float per_unit, int zero) {
    for (int i = 0; i < count; i++) out[i] = @byte((float)(in[i] - from) * step, per_unit, zero);
}
""",
    "real": """\
static inline void @real(float *out, const int8_t *in, int count, int from, float step) {
    for (int i = 0; i < count; i++) out[i] = (float)(in[i] - from) * step;
}
""",
}
"""Text of each function by its name."""

_JOIN = """\
static inline void @join_{name}(int8_t *out, const int8_t *const *in, const int32_t *apart,
                                const int32_t *from, const float *step, int inputs, int channels,
                                int rows, int columns, float per_unit, int zero) {{
    for (int c = 0; c < channels; c++)
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {{
                float found = 0.0f;
                for (int i = 0; i < inputs; i++) {{
                    const int32_t *by = apart + 3 * i;
                    const int at = c * by[0] + row * by[1] + column * by[2];
                    const float value = (float)(in[i][at] - from[i]) * step[i];
                    found = i == 0 ? value : {step};
                }}
                *out++ = @byte({last}, per_unit, zero);
            }}
}}
"""

_STEPS = {
    "add": "found + value",
    "mean": "found + value",
    "subtract": "found - value",
    "multiply": "found * value",
    "max": "value > found ? value : found",
}


def joining(function: str) -> str:
    """Returns the function that joins several results."""
    last = "found / (float)inputs" if function == "mean" else "found"
    return _JOIN.format(name=function, step=_STEPS[function], last=last)
