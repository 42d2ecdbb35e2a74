/*
 * A machine that is not as good as ours, for one process and its children (LD_PRELOAD):
 *
 *   DURE_SHIM_FSYNC_MS    milliseconds that every fsync and fdatasync takes longer: a disk on the other end of a network
 *   DURE_SHIM_CLOCK_S     seconds the wall clock goes wrong by, from the start
 *   DURE_SHIM_CLOCK_FILE  a file that holds these seconds as text, read again whenever somebody asks for the time:
 *                         writing to it makes the clock jump under a running process
 *
 * Only the wall clock is bent; waiting and timeouts go by the monotonic one, as after a real jump.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define DIGITS 32

static struct timespec pause_for;
static long wrong_by;
static const char *told;
static int (*true_fsync)(int);
static int (*true_fdatasync)(int);
static int (*true_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void)
{
    const char *pause_ms = getenv("DURE_SHIM_FSYNC_MS"), *clock_s = getenv("DURE_SHIM_CLOCK_S");
    const char *file = getenv("DURE_SHIM_CLOCK_FILE");
    long microseconds = pause_ms ? (long)(atof(pause_ms) * 1000) : 0;
    pause_for = (struct timespec){microseconds / 1000000, microseconds % 1000000 * 1000};
    wrong_by = clock_s ? atol(clock_s) : 0;
    int opened = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
    if (opened >= 0) {
        void *seen = mmap(NULL, DIGITS, PROT_READ, MAP_SHARED, opened, 0);
        told = seen == MAP_FAILED ? NULL : seen;
        close(opened);
    }
    true_fsync = dlsym(RTLD_NEXT, "fsync");
    true_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    true_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
}

static void slowly(void)
{
    if (pause_for.tv_sec || pause_for.tv_nsec)
        clock_nanosleep(CLOCK_MONOTONIC, 0, &pause_for, NULL);
}

int fsync(int file)
{
    slowly();
    return true_fsync(file);
}

int fdatasync(int file)
{
    slowly();
    return true_fdatasync(file);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (!true_clock_gettime) /* somebody asks before we began */
        true_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = true_clock_gettime(clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += wrong_by + (told ? atol(told) : 0);
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec precise;
    (void)zone;
    int failed = clock_gettime(CLOCK_REALTIME, &precise);
    if (!failed)
        *now = (struct timeval){precise.tv_sec, precise.tv_nsec / 1000};
    return failed;
}

time_t time(time_t *kept)
{
    struct timespec precise;
    time_t now = clock_gettime(CLOCK_REALTIME, &precise) ? (time_t)-1 : precise.tv_sec;
    if (kept)
        *kept = now;
    return now;
}
