/*
 * Makes one call by which a program writes to files fail, or end the program: the FAULT_AT-th of those on regular files
 * below the folder FAULT_ROOT. Loaded with LD_PRELOAD by faults.py.
 *
 *   FAULT_KIND=full    the call, and every further one that needs room, fails with ENOSPC
 *   FAULT_KIND=io      the call fails with EIO
 *   FAULT_KIND=short   a write writes half of what it is given, which is no error; another call fails with EINTR
 *   FAULT_KIND=kill    the program is killed before the call
 *   FAULT_KIND=count   nothing fails
 *
 * Writes into FAULT_COUNT, a file outside of FAULT_ROOT, how many such calls there were so far.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int calls;

static int is_below(const char *path)
{
    const char *root = getenv("FAULT_ROOT");
    return root && strncmp(path, root, strlen(root)) == 0;
}

static int is_meant(int fd)
{
    struct stat about;
    char link[64], path[4096];
    ssize_t length;
    if (fd <= 2 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_below(path);
}

static void tell(int number)
{
    const char *path = getenv("FAULT_COUNT");
    char text[16];
    int length = snprintf(text, sizeof text, "%d", number);
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (fd >= 0) {
        ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
        if (real(fd, text, (size_t)length) < 0)
            abort();
        close(fd);
    }
}

enum fate { GOES, FAILS, HALVED };

/* What becomes of a call; `needs_room` says whether a full disk stands against it. */
static enum fate fate_of(int needs_room)
{
    const char *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
    int number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    int wanted = at ? atoi(at) : 0;
    tell(number);
    if (!kind || strcmp(kind, "count") == 0)
        return GOES;
    if (strcmp(kind, "full") == 0) {
        if (number < wanted || !needs_room)
            return GOES;
        errno = ENOSPC;
        return FAILS;
    }
    if (number != wanted)
        return GOES;
    if (strcmp(kind, "kill") == 0)
        raise(SIGKILL);
    if (strcmp(kind, "short") == 0) {
        errno = EINTR;
        return HALVED;
    }
    errno = EIO;
    return FAILS;
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (is_meant(fd))
        switch (fate_of(1)) {
        case FAILS: return -1;
        case HALVED: return real(fd, bytes, count > 1 ? count / 2 : count);
        default: break;
        }
    return real(fd, bytes, count);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    ssize_t (*real)(int, const struct iovec *, int) = dlsym(RTLD_NEXT, "writev");
    if (is_meant(fd) && fate_of(1) == FAILS)
        return -1;
    return real(fd, parts, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
    if (is_meant(fd))
        switch (fate_of(1)) {
        case FAILS: return -1;
        case HALVED: return real(fd, bytes, count > 1 ? count / 2 : count, offset);
        default: break;
        }
    return real(fd, bytes, count, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    return pwrite64(fd, bytes, count, offset);
}

static int by_handle(const char *name, int fd)
{
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    if (is_meant(fd) && fate_of(0) != GOES)
        return -1;
    return real(fd);
}

int fsync(int fd) { return by_handle("fsync", fd); }
int fdatasync(int fd) { return by_handle("fdatasync", fd); }

int ftruncate64(int fd, off64_t length)
{
    int (*real)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    if (is_meant(fd) && fate_of(0) != GOES)
        return -1;
    return real(fd, length);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    if (is_below(to) && fate_of(0) == FAILS)
        return -1;
    return real(from, to);
}

int unlink(const char *path)
{
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    if (is_below(path) && fate_of(0) == FAILS)
        return -1;
    return real(path);
}
