#!/usr/bin/env python3
"""Usage: tools/check_headers.py [SOURCE_FOLDER] — every header of src/ can stand first in a file.

That a header finds our own names without help is proved by the compiler: NAME.cpp includes NAME.h
first (checked here), and headers without such a file get one from cmake/ZhihengHeaders.cmake. The
precompiled header would hide a missing standard header, so those are compared by name: a header
includes what declares each std:: name in it, itself or through another header of ours.
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
source = root / "src"

# Standard header: names that only it (or one of several) declares.
declares = {
    "algorithm": "max min clamp sort find any_of all_of",
    "array": "array",
    "atomic": "atomic memory_order_relaxed",
    "bit": "bit_cast countr_zero popcount",
    "bitset": "bitset",
    "charconv": "from_chars to_chars",
    "chrono": "chrono",
    "compare": "strong_ordering weak_ordering partial_ordering",
    "concepts": "same_as integral invocable",
    "condition_variable": "condition_variable condition_variable_any",
    "cstddef": "size_t ptrdiff_t byte nullptr_t",
    "cstdint": "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t uintmax_t",
    "cstring": "memcpy",
    "cstdio": "FILE fclose fopen fread size_t",
    "deque": "deque",
    "exception": "exception exception_ptr",
    "expected": "expected unexpected",
    "filesystem": "filesystem",
    "forward_list": "forward_list",
    "fstream": "ifstream ofstream fstream ios",
    "functional": "function hash less equal_to greater plus invoke ref",
    "future": "async future launch promise",
    "initializer_list": "initializer_list",
    "iosfwd": "ostream istream",
    "iterator": "forward_iterator_tag input_iterator_tag back_inserter",
    "limits": "numeric_limits",
    "numeric": "accumulate",
    "list": "list",
    "map": "map multimap less",
    "memory": "unique_ptr shared_ptr weak_ptr make_unique make_unique_for_overwrite make_shared "
    "enable_shared_from_this",
    "mutex": "mutex timed_mutex scoped_lock unique_lock lock_guard once_flag",
    "numbers": "numbers",
    "optional": "optional nullopt",
    "ostream": "ostream",
    "queue": "queue priority_queue",
    "random": "mt19937_64",
    "ranges": "ranges views",
    "set": "set multiset less",
    "shared_mutex": "shared_mutex shared_lock",
    "span": "span dynamic_extent",
    "sstream": "ostringstream istringstream ostream istream",
    "stop_token": "stop_token stop_source",
    "string": "string u32string u16string to_string getline size_t hash char_traits",
    "string_view": "string_view u32string_view size_t hash",
    "system_error": "errc error_code",
    "thread": "thread jthread this_thread",
    "tuple": "tuple tie",
    "type_traits": "is_same_v is_invocable_v is_trivially_destructible_v enable_if_t remove_cvref_t decay_t",
    "unordered_map": "unordered_map unordered_multimap hash equal_to",
    "unordered_set": "unordered_set hash equal_to",
    "utility": "move pair exchange swap forward as_const unreachable size_t",
    "variant": "variant monostate visit holds_alternative get get_if",
    "vector": "vector size_t",
}
declarers = {}
for header, names in declares.items():
    for name in names.split():
        declarers.setdefault(name, set()).add(header)

complaints = []
include = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
headers = {path.relative_to(source).as_posix(): path for path in sorted(source.rglob("*.h"))}
text = {name: path.read_text(encoding="utf-8") for name, path in headers.items()}


def reached(name, seen):
    """All headers that `name` brings in, of ours and of others."""
    for other in include.findall(text[name]):
        if other not in seen:
            seen.add(other)
            if other in text:
                reached(other, seen)
    return seen


for name in headers:
    code = re.sub(r'//[^\n]*|"(\\.|[^"\\\n])*"', "", text[name])
    if "#pragma once" not in code:
        complaints.append(f"src/{name}: no #pragma once")
    brought = reached(name, set())
    for used in sorted(set(re.findall(r"\bstd::(\w+)", code))):
        if used not in declarers:
            complaints.append(f"src/{name}: tools/check_headers.py does not know std::{used} yet")
        elif not declarers[used] & brought:
            wanted = " or ".join(f"<{header}>" for header in sorted(declarers[used]))
            complaints.append(f"src/{name}: std::{used} without {wanted}")

for name in headers:
    own = source / name.replace(".h", ".cpp")
    if own.exists():
        first = include.search(own.read_text(encoding="utf-8"))
        if first is None or first.group(1) != name:
            complaints.append(f"src/{name}: {own.name} does not include it first")

for complaint in complaints:
    print(complaint)
print(f"headers: {len(headers)} of ours, {len(complaints)} complaints")
sys.exit(1 if complaints else 0)
