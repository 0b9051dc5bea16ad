#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Proves that core is pure: its libraries ask the outside for memory, copies of memory and a few functions that IEEE 754
# defines, and for nothing else: no throw, thread, file, clock, print, and none of the C library's exp, log, pow.
# usage: tools/check_purity.sh BUILD_DIR    of a build without checks (cmake --preset release)
#        tools/check_purity.sh --self-test  a small offender of each kind is found
set -eu

# What core may ask for, as nm -C prints it. Everything else is an offence.
# The std::__throw functions are those of containers that cannot grow or are asked for more than there can be; core never calls
# them itself and never catches. The guards belong to constants inside functions, type_info to classes with virtual functions.
# __popcountdi2 counts bits where the machine has no instruction for it; __cpu_model and __cpu_features2 say which instructions there are.
allowed='
_GLOBAL_OFFSET_TABLE_
__cpu_model
__cpu_features2
__cxa_atexit
__cxa_guard_acquire
__cxa_guard_release
__dso_handle
__popcountdi2
bcmp
calloc
floor
free
frexp
ldexp
malloc
memchr
memcmp
memcpy
memmove
memset
operator delete(void*, unsigned long)
operator delete(void*, unsigned long, std::align_val_t)
operator new(unsigned long)
operator new(unsigned long, std::align_val_t)
sqrt
std::__throw_bad_alloc()
std::__throw_bad_array_new_length()
std::__throw_length_error(char const*)
vtable for __cxxabiv1::__class_type_info
vtable for __cxxabiv1::__si_class_type_info
'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%s' "$allowed" | sort >"$work/allowed"

# offences ARCHIVE...: a line "object: symbol" for each symbol that is neither allowed nor defined in one of the archives
offences() {
  nm -C --defined-only "$@" 2>"$work/nm" | awk 'NF > 2 && $2 ~ /^[A-Za-z]$/ { $1 = ""; $2 = ""; sub(/^ +/, ""); print }' | sort -u >"$work/defined"
  sort -u "$work/allowed" "$work/defined" >"$work/known"
  nm -C --undefined-only "$@" 2>>"$work/nm" | awk -v known="$work/known" '
    BEGIN { while ((getline line < known) > 0) ok[line] = 1 }
    /\.o:$/ { object = $0; sub(/:$/, "", object); next }
    $1 == "U" || $1 == "w" { $1 = ""; sub(/^ +/, ""); if (!($0 in ok)) print object ": " $0 }' | sort -u
}

self_test() {
  tested=0
  missed=0
  while IFS='|' read -r kind symbol include statement; do
    exceptions=-fno-exceptions
    case $kind in throw | catch) exceptions=-fexceptions ;; esac
    {
      for header in $include; do echo "#include <$header>"; done
      echo "double offend(double x, const char* s); double offend(double x, const char* s) { (void)x; (void)s; $statement return x; }"
    } >"$work/offender.cpp"
    rm -f "$work/libtidu_offender.a"
    "${CXX:-c++}" -std=c++20 -O2 "$exceptions" -fno-math-errno -c "$work/offender.cpp" -o "$work/offender.o"
    ar rc "$work/libtidu_offender.a" "$work/offender.o"
    offences "$work/libtidu_offender.a" >"$work/found"
    tested=$((tested + 1))
    if [ "$kind" = pure ]; then
      [ ! -s "$work/found" ] || { echo "error: check_purity: a pure function is called an offender: $(cat "$work/found")" >&2; missed=1; }
    elif ! grep -qF ": $symbol" "$work/found"; then
      echo "error: check_purity: the offender '$kind' was not found by its $symbol" >&2
      missed=1
    fi
  done <<'OFFENDERS'
pure||cmath vector|std::vector<double> v(static_cast<unsigned>(x)); v.push_back(std::sqrt(x)); x = v.back();
throw|__cxa_throw|stdexcept|if (x > 0) throw std::runtime_error(s);
catch|__cxa_begin_catch|exception|try { throw; } catch (const std::exception&) { x = 1; }
thread|std::thread::_M_start_thread|thread|std::thread([] {}).detach();
mutex|pthread_mutex_lock|mutex|static std::mutex m; std::lock_guard lock(m);
condition|std::condition_variable::notify_all|condition_variable mutex|static std::condition_variable c; c.notify_all();
file|fopen|cstdio|if (std::fopen(s, "r") == nullptr) x = 1;
stream|std::basic_filebuf|fstream|std::ofstream file(s); file << x;
descriptor|open|unistd.h fcntl.h|x = open(s, O_RDONLY);
read|read|unistd.h|char c; x = static_cast<double>(read(0, &c, 1));
write|write|unistd.h|x = static_cast<double>(write(1, s, 1));
steady clock|std::chrono::_V2::steady_clock::now|chrono|x = static_cast<double>(std::chrono::steady_clock::now().time_since_epoch().count());
clock_gettime|clock_gettime|time.h|timespec t; clock_gettime(CLOCK_REALTIME, &t); x = static_cast<double>(t.tv_sec);
time|time|ctime|x = static_cast<double>(std::time(nullptr));
printf|printf|cstdio|std::printf("%s %g", s, x);
puts|puts|cstdio|std::puts(s);
cout|std::cout|iostream|std::cout << x;
environment|getenv|cstdlib|if (std::getenv(s) != nullptr) x = 1;
exit|exit|cstdlib|std::exit(1);
abort|abort|cstdlib|std::abort();
assert|__assert_fail|cassert|assert(x > 0);
random device|std::random_device|random|std::random_device d; x = d();
exp|exp|cmath|x = std::exp(x);
log|log|cmath|x = std::log(x);
pow|pow|cmath|x = std::pow(x, 1.5);
OFFENDERS
  [ "$missed" -eq 0 ] || exit 6
  echo "check_purity: $tested cases, each judged rightly"
}

if [ "${1-}" = --self-test ]; then
  self_test
  exit 0
fi
build=${1:?usage: tools/check_purity.sh BUILD_DIR | --self-test}
set -- "$build"/core/*/libtidu_*.a "$build"/core/*/*/libtidu_*.a
if [ ! -f "$1" ]; then
  echo "error: check_purity: no libraries of core in $build; build it first: cmake --preset release && cmake --build --preset release" >&2
  exit 2
fi
if grep -q TIDU_CHECKED "$build/CMakeCache.txt"; then
  echo "error: check_purity: $build is a build with checks, whose assertions print; give a release build" >&2
  exit 2
fi
offences "$@" >"$work/found"
if [ -s "$work/found" ]; then
  sed 's/^/error: core is not pure: /' "$work/found" >&2
  exit 6
fi
objects=$(nm "$@" 2>>"$work/nm" | grep -c '\.o:$')
echo "check_purity: $objects objects in $# libraries ask for nothing that is not allowed"
