"""`python -m convscope.accelerate` runs a program as Python does."""

import subprocess
import sys

import pytest


def run(*arguments, cwd):
    command = [sys.executable, "-m", "convscope.accelerate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def test_a_program_has_its_own_name_folder_and_arguments(tmp_path):
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "beside.py").write_text("value = 41\n", "utf-8")
    program = folder / "program.py"
    program.write_text(
        "import sys, beside\n"
        "def f(): return __name__, sys.argv[1:], beside.value, __file__\n"
        "import __main__\n"
        "print(f(), __main__.f is f, 'torch' in sys.modules, 'keras' in sys.modules)\n",
        "utf-8",
    )
    result = run("--report", program, "--report", "7", cwd=tmp_path)
    expected = ("__main__", ["--report", "7"], 41, str(program))
    assert result.stdout == f"{expected} True False False\n"
    assert result.stderr == "convscope: no call of a Keras model.\n"
    assert result.returncode == 0


def test_a_module_runs_as_well(tmp_path):
    (tmp_path / "some_program.py").write_text(
        "import sys\nprint(__name__, sys.argv[1:])\n", "utf-8"
    )
    result = run("-m", "some_program", "a", cwd=tmp_path)
    assert result.stdout == "__main__ ['a']\n"


def test_a_program_that_fails_fails_as_it_would(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("def f():\n    raise KeyError('mine')\nf()\n", "utf-8")
    result = run(program, cwd=tmp_path)
    plain = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, plain.stderr)


@pytest.mark.parametrize("code", [0, 3])
def test_the_exit_status_is_the_programs(tmp_path, code):
    program = tmp_path / "program.py"
    program.write_text(f"import sys\nsys.exit({code})\n", "utf-8")
    assert run(program, cwd=tmp_path).returncode == code


def test_a_file_that_does_not_exist_is_told(tmp_path):
    result = run("nowhere.py", cwd=tmp_path)
    assert result.returncode == 2
    assert "nowhere.py cannot be read" in result.stderr
    assert "Give its path" in result.stderr
