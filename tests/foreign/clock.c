/* Another time for a program: LD_PRELOAD, with FAKE_NOW as seconds since 1970. Made by abuse.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    const char *fake = getenv("FAKE_NOW");
    int answer = real(clock, now);
    if (fake && clock == CLOCK_REALTIME)
        now->tv_sec = atoll(fake);
    return answer;
}
