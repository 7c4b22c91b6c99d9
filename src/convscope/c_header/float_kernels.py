"""Functions in C that compute an operation on floats, (channels, height, width).

`@` stands for the prefix of the header.
"""

from convscope.architecture import LEAKY_RELU_SLOPE, SELU_ALPHA, SELU_SCALE
from convscope.c_header.c_text import number

_POOL = """\
static inline void @{name}(float *out, const float *in, int channels, int height, int width,
                           int rows, int columns, int high, int wide, int down, int right,
                           int top, int left) {{
    for (int c = 0; c < channels; c++, in += height * width)
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {{
                float found = {first};
                int count = 0;
                for (int i = 0; i < high; i++) {{
                    const int y = row * down + i - top;
                    if (y < 0 || y >= height) continue;
                    for (int j = 0; j < wide; j++) {{
                        const int x = column * right + j - left;
                        if (x < 0 || x >= width) continue;
                        const float value = in[y * width + x];
                        {step}
                        count++;
                    }}
                }}
                *out++ = {last};
            }}
}}
"""

_JOIN = """\
static inline void @{name}(float *out, const float *in, int channels, int rows, int columns,
                           int of_channel, int of_row, int of_column) {{
    for (int c = 0; c < channels; c++)
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++, out++) {{
                const float value = in[c * of_channel + row * of_row + column * of_column];
                {step}
            }}
}}
"""

KERNELS: dict[str, str] = {
    "conv": """\
static inline void @conv(float *out, const float *in, const float *kernel, const float *bias,
                         int maps, int taken, int groups, int height, int width, int rows,
                         int columns, int high, int wide, int down, int right, int apart_y,
                         int apart_x, int top, int left) {
    const int maps_of_group = maps / groups;
    for (int map = 0; map < maps; map++) {
        const float *from = in + map / maps_of_group * taken * height * width;
        const float *weights = kernel + map * taken * high * wide;
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {
                float sum = bias ? bias[map] : 0.0f;
                for (int c = 0; c < taken; c++)
                    for (int i = 0; i < high; i++) {
                        const int y = row * down + i * apart_y - top;
                        if (y < 0 || y >= height) continue;
                        for (int j = 0; j < wide; j++) {
                            const int x = column * right + j * apart_x - left;
                            if (x < 0 || x >= width) continue;
                            sum += from[(c * height + y) * width + x]
                                   * weights[(c * high + i) * wide + j];
                        }
                    }
                *out++ = sum;
            }
    }
}
""",
    "conv_transpose": """\
static inline void @conv_transpose(float *out, const float *in, const float *kernel,
                                   const float *bias, int maps, int taken, int height, int width,
                                   int rows, int columns, int high, int wide, int down, int right,
                                   int apart_y, int apart_x, int top, int left) {
    for (int map = 0; map < maps; map++, out += rows * columns) {
        for (int place = 0; place < rows * columns; place++) out[place] = bias ? bias[map] : 0.0f;
        for (int c = 0; c < taken; c++)
            for (int y = 0; y < height; y++)
                for (int i = 0; i < high; i++) {
                    const int row = y * down + i * apart_y - top;
                    if (row < 0 || row >= rows) continue;
                    for (int x = 0; x < width; x++)
                        for (int j = 0; j < wide; j++) {
                            const int column = x * right + j * apart_x - left;
                            if (column < 0 || column >= columns) continue;
                            out[row * columns + column]
                                += in[(c * height + y) * width + x]
                                   * kernel[((c * maps + map) * high + i) * wide + j];
                        }
                }
    }
}
""",
    "linear": """\
static inline void @linear(float *out, const float *in, const float *kernel, const float *bias,
                           int units, int taken) {
    for (int unit = 0; unit < units; unit++, kernel += taken) {
        float sum = bias ? bias[unit] : 0.0f;
        for (int i = 0; i < taken; i++) sum += in[i] * kernel[i];
        out[unit] = sum;
    }
}
""",
    "max_pool": _POOL.format(
        name="max_pool",
        first="0.0f",
        step="if (count == 0 || value > found) found = value;",
        last="found",
    ),
    "average_pool": _POOL.format(
        name="average_pool", first="0.0f", step="found += value;", last="found / (float)count"
    ),
    "global_average_pool": """\
static inline void @global_average_pool(float *out, const float *in, int channels, int places) {
    for (int c = 0; c < channels; c++, in += places) {
        float sum = 0.0f;
        for (int i = 0; i < places; i++) sum += in[i];
        out[c] = sum / (float)places;
    }
}
""",
    "global_max_pool": """\
static inline void @global_max_pool(float *out, const float *in, int channels, int places) {
    for (int c = 0; c < channels; c++, in += places) {
        out[c] = in[0];
        for (int i = 1; i < places; i++)
            if (in[i] > out[c]) out[c] = in[i];
    }
}
""",
    "layer_norm": """\
static inline void @layer_norm(float *out, const float *in, const float *gamma, const float *beta,
                               int channels, int places, float epsilon) {
    for (int i = 0; i < places; i++) {
        float mean = 0.0f, variance = 0.0f;
        for (int c = 0; c < channels; c++) mean += in[c * places + i];
        mean /= (float)channels;
        for (int c = 0; c < channels; c++) {
            const float away = in[c * places + i] - mean;
            variance += away * away;
        }
        const float spread = sqrtf(variance / (float)channels + epsilon);
        for (int c = 0; c < channels; c++)
            out[c * places + i] = (in[c * places + i] - mean) / spread * (gamma ? gamma[c] : 1.0f)
                                  + (beta ? beta[c] : 0.0f);
    }
}
""",
    "affine": """\
static inline void @affine(float *out, const float *in, const float *scale, const float *offset,
                           int channels, int places, int of_channel) {
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < places; i++)
            *out++ = *in++ * scale[c * of_channel] + offset[c * of_channel];
}
""",
    "pad": """\
static inline void @pad(float *out, const float *in, int channels, int height, int width,
                        int rows, int columns, int top, int left, float value) {
    for (int c = 0; c < channels; c++, in += height * width)
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {
                const int y = row - top, x = column - left;
                const int inside = y >= 0 && y < height && x >= 0 && x < width;
                *out++ = inside ? in[y * width + x] : value;
            }
}
""",
    "nearest": """\
static inline void @nearest(float *out, const float *in, int channels, int height, int width,
                            int rows, int columns, const int32_t *from_y,
                            const int32_t *from_x) {
    for (int c = 0; c < channels; c++, in += height * width)
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                *out++ = in[from_y[row] * width + from_x[column]];
}
""",
    "bilinear": """\
static inline void @bilinear(float *out, const float *in, int channels, int height, int width,
                             int rows, int columns) {
    for (int c = 0; c < channels; c++, in += height * width)
        for (int row = 0; row < rows; row++) {
            float y = ((float)row + 0.5f) * (float)height / (float)rows - 0.5f;
            y = y < 0.0f ? 0.0f : y > (float)(height - 1) ? (float)(height - 1) : y;
            const int above = (int)y, below = above + 1 < height ? above + 1 : above;
            const float low = y - (float)above;
            for (int column = 0; column < columns; column++) {
                float x = ((float)column + 0.5f) * (float)width / (float)columns - 0.5f;
                x = x < 0.0f ? 0.0f : x > (float)(width - 1) ? (float)(width - 1) : x;
                const int before = (int)x, behind = before + 1 < width ? before + 1 : before;
                const float far = x - (float)before;
                const float first = in[above * width + before] * (1.0f - far)
                                    + in[above * width + behind] * far;
                const float second = in[below * width + before] * (1.0f - far)
                                     + in[below * width + behind] * far;
                *out++ = first * (1.0f - low) + second * low;
            }
        }
}
""",
    "ramp": """\
static inline void @ramp(float *out, const float *in, int count, float most, int has_most,
                         float slope, float threshold) {
    for (int i = 0; i < count; i++) {
        const float z = in[i], y = z >= threshold ? z : slope * (z - threshold);
        out[i] = has_most && y > most ? most : y;
    }
}
""",
    "prelu": """\
static inline void @prelu(float *out, const float *in, const float *alpha, int channels,
                          int places, int of_channel, int of_place) {
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < places; i++, in++)
            *out++ = *in > 0.0f ? *in : *in * alpha[c * of_channel + i * of_place];
}
""",
    "softmax": """\
static inline void @softmax(float *out, const float *in, int channels, int places) {
    for (int i = 0; i < places; i++) {
        float most = in[i], sum = 0.0f;
        for (int c = 1; c < channels; c++)
            if (in[c * places + i] > most) most = in[c * places + i];
        for (int c = 0; c < channels; c++) {
            out[c * places + i] = expf(in[c * places + i] - most);
            sum += out[c * places + i];
        }
        for (int c = 0; c < channels; c++) out[c * places + i] /= sum;
    }
}
""",
    "copy_join": _JOIN.format(name="copy_join", step="*out = value;"),
    "add": _JOIN.format(name="add", step="*out += value;"),
    "subtract": _JOIN.format(name="subtract", step="*out -= value;"),
    "multiply": _JOIN.format(name="multiply", step="*out *= value;"),
    "max": _JOIN.format(name="max", step="if (value > *out) *out = value;"),
    "divide": """\
static inline void @divide(float *out, int count, float by) {
    for (int i = 0; i < count; i++) out[i] /= by;
}
""",
}
"""Text of each function by its name."""


def moves(c_type: str) -> dict[str, str]:
    """Returns functions that move values of a type, by name."""
    return {
        "to_last": f"""\
static inline void @to_last({c_type} *out, const {c_type} *in, int channels, int places) {{
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < places; i++) out[i * channels + c] = in[c * places + i];
}}
""",
        "recount": f"""\
static inline void @recount({c_type} *out, const {c_type} *in, int count, int channels, int places,
                            int new_channels, int new_places) {{
    for (int i = 0; i < count; i++)
        out[i % new_channels * new_places + i / new_channels]
            = in[i % channels * places + i / channels];
}}
""",
        "copy": f"""\
static inline void @copy({c_type} *out, const {c_type} *in, int count) {{
    for (int i = 0; i < count; i++) out[i] = in[i];
}}
""",
    }


_SOFTPLUS = "((z > 0.0f ? z : 0.0f) + log1pf(expf(-fabsf(z))))"
_HARD = "(z <= -3.0f ? 0.0f : z >= 3.0f ? 1.0f : z / 6.0f + 0.5f)"
_SCALE, _ALPHA = number(SELU_SCALE), number(SELU_ALPHA)

FORMULAS: dict[str, str] = {
    "relu": "z > 0.0f ? z : 0.0f",
    "leaky_relu": f"z > 0.0f ? z : {number(LEAKY_RELU_SLOPE)} * z",
    "sigmoid": "z >= 0.0f ? 1.0f / (1.0f + expf(-z)) : expf(z) / (1.0f + expf(z))",
    "tanh": "tanhf(z)",
    "step": "z > 0.0f ? 1.0f : 0.0f",
    "relu6": "z < 0.0f ? 0.0f : z > 6.0f ? 6.0f : z",
    "elu": "z > 0.0f ? z : expm1f(z)",
    "selu": f"{_SCALE} * (z > 0.0f ? z : {_ALPHA} * expm1f(z))",
    "gelu": "z * (1.0f + erff(z * 0.70710678f)) / 2.0f",
    "silu": "z >= 0.0f ? z / (1.0f + expf(-z)) : z * expf(z) / (1.0f + expf(z))",
    "mish": f"z * tanhf{_SOFTPLUS}",
    "softplus": _SOFTPLUS,
    "softsign": "z / (1.0f + fabsf(z))",
    "hard_sigmoid": _HARD,
    "hard_silu": f"z * {_HARD}",
    "exponential": "expf(z)",
}
"""What an activation function makes of z; softmax is a function of its own, linear is none."""


def activation(name: str) -> str:
    """Returns the function that applies an activation function to many values."""
    return f"""\
static inline void @{name}(float *out, const float *in, int count) {{
    for (int i = 0; i < count; i++) {{
        const float z = in[i];
        out[i] = {FORMULAS[name]};
    }}
}}
"""
