/* A disk that fails and a clock that is wrong, put before the C library with LD_PRELOAD.
   FAILS: the call (read, write, fsync, rename, open), FAILS_BELOW: a path, FAILS_WITH: the errno,
   CLOCK: seconds since 1970. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int is_below(const char *path) {
    const char *below = getenv("FAILS_BELOW");
    return below && path && strstr(path, below) != NULL;
}
static int fails(const char *call) {
    const char *which = getenv("FAILS");
    return which && strcmp(which, call) == 0;
}
static int fails_at(const char *call, int handle) {
    char link[64], path[PATH_MAX];
    if (!fails(call)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}
static int failure(void) {
    errno = atoi(getenv("FAILS_WITH"));
    return -1;
}
#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

ssize_t read(int handle, void *data, size_t size) {
    return fails_at("read", handle) ? failure() : REAL(read)(handle, data, size);
}
ssize_t write(int handle, const void *data, size_t size) {
    return fails_at("write", handle) ? failure() : REAL(write)(handle, data, size);
}
int fsync(int handle) { return fails_at("fsync", handle) ? failure() : REAL(fsync)(handle); }
int rename(const char *from, const char *to) {
    return fails("rename") && is_below(to) ? failure() : REAL(rename)(from, to);
}
int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return fails("open") && is_below(path) ? failure() : REAL(open64)(path, flags, mode);
}
int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = REAL(clock_gettime)(clock, now);
    if (clock == CLOCK_REALTIME && getenv("CLOCK")) now->tv_sec = atoll(getenv("CLOCK"));
    return result;
}
int gettimeofday(struct timeval *now, void *zone) {
    int result = REAL(gettimeofday)(now, zone);
    if (getenv("CLOCK")) now->tv_sec = atoll(getenv("CLOCK"));
    return result;
}
time_t time(time_t *now) {
    time_t result = getenv("CLOCK") ? atoll(getenv("CLOCK")) : REAL(time)(NULL);
    if (now) *now = result;
    return result;
}
