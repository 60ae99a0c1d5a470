/* SPDX-License-Identifier: ISC */
#include "sys/exe_path.h"

#if defined(__linux__)
#include <unistd.h>

int
exe_path_path(char path[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);

	if (n <= 0)
		return -1;
	path[n] = '\0';
	return 0;
}
#elif defined(__FreeBSD__) || defined(__DragonFly__) || defined(__NetBSD__)
#include <sys/types.h>
#include <sys/sysctl.h>

#include <stddef.h>

int
exe_path_path(char path[PATH_MAX])
{
#ifdef __NetBSD__
	const int mib[] = { CTL_KERN, KERN_PROC_ARGS, -1, KERN_PROC_PATHNAME };
#else
	const int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_PATHNAME, -1 };
#endif
	size_t n = PATH_MAX;

	return sysctl(mib, 4, path, &n, NULL, 0);
}
#elif defined(__APPLE__)
#include <mach-o/dyld.h>

int
exe_path_path(char path[PATH_MAX])
{
	uint32_t n = PATH_MAX;

	return _NSGetExecutablePath(path, &n);
}
#else
int
exe_path_path(char path[PATH_MAX])
{
	(void)path;
	return -1;
}
#endif
