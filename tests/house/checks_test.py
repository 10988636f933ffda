#!/usr/bin/env python3
"""Usage: tests/house/checks_test.py — the checks of tools/ can fail: each mistake is found by name.

Every test copies the parts of the project that a check reads, makes one mistake in the copy, and
looks for the complaint.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

root = pathlib.Path(__file__).parent.parent.parent


class Checks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.copy = pathlib.Path(self.folder.name)
        for part in ("src", "catalog/messages", "tests"):
            shutil.copytree(root / part, self.copy / part)

    def change(self, file, old, new):
        path = self.copy / file
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text, file)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def finds(self, check, complaint):
        ran = subprocess.run(
            [sys.executable, root / "tools" / check, self.copy], capture_output=True, text=True, check=False
        )
        self.assertEqual(ran.returncode, 1, ran.stdout)
        self.assertIn(complaint, ran.stdout)

    def test_an_arrow_that_points_up_is_found(self):
        self.change("src/base/text.cpp", "#include", '#include "store/store.h"\n#include')
        self.finds("check_layers.py", "base does not declare that it uses store")

    def test_a_third_party_header_in_a_header_of_ours_is_found(self):
        for name in ("boost/json.hpp", "expat.h", "toml++/toml.hpp", "openssl/evp.h", "unistd.h"):
            self.change("src/base/text.h", "#pragma once\n", f"#pragma once\n#include <{name}>\n")
            self.finds("check_layers.py", f"a header of ours shows {name}")

    def test_a_library_allowed_to_one_file_is_not_allowed_to_another(self):
        self.change("src/store/store.h", "#pragma once\n", "#pragma once\n#include <sqlite3.h>\n")
        self.finds("check_layers.py", "src/store/store.h:2: a header of ours shows sqlite3.h")

    def test_an_expensive_library_in_a_second_file_is_found(self):
        self.change("src/cli/verbs.cpp", "#include", "#include <CLI/CLI.hpp>\n#include")
        self.finds("check_layers.py", "CLI/ is included by 2 files")

    def test_a_header_that_leans_on_the_one_before_it_is_found(self):
        self.change("src/base/log.h", "#include <initializer_list>\n", "")
        self.finds("check_headers.py", "src/base/log.h: std::initializer_list without <initializer_list>")

    def test_a_source_that_does_not_begin_with_its_header_is_found(self):
        self.change("src/base/text.cpp", '#include "base/text.h"', '#include <vector>\n\n#include "base/text.h"')
        self.finds("check_headers.py", "src/base/text.h: text.cpp does not include it first")

    def test_a_failure_without_a_sentence_is_found(self):
        self.change("src/cli/failures.h", '"cli.usage"', '"cli.misuse"')
        self.finds("check_messages.py", "cli.misuse has no sentence")
        self.finds("check_messages.py", "nobody refuses with cli.usage")

    def test_a_failure_that_no_test_provokes_is_found(self):
        self.change(
            "src/cube/failures.h",
            "inline",
            'inline constexpr Failure asleep{"cube.asleep", Kind::unavailable, "asleep"};\ninline',
        )
        self.change("tests/cube/cube_test.cpp", "#include", "// cube.asleep is &asleep\n#include")
        self.finds("check_refusals.py", "src/cube/failures.h: no test provokes cube.asleep")


if __name__ == "__main__":
    unittest.main(verbosity=0)
