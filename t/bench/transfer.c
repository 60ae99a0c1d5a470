/* SPDX-License-Identifier: ISC */
/*
 * transfer CONFIG HOST MIB ROUNDS NAME=PROXYCOMMAND...: what a ProxyCommand
 * costs under real ssh and sshd.  The same bytes go up and down through each,
 * in turns, under two ciphers, and are compared at the other end.  Prints for
 * each: seconds from the first byte to the last beside the first NAME's, CPU
 * seconds of the helper beside those of the NAME "nc", and the most memory the
 * helper ever had, for a sixteenth of the bytes and for all.  An empty
 * PROXYCOMMAND is ssh alone; the NAME "fdpass" is one that passes its socket.
 *
 * transfer pour MIB, transfer check MIB: the other end's two halves.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { HELPERS = 10, ROUNDS = 64, BLOCK = 65536 };

struct helper {
	const char *name, *command;
	double wall[ROUNDS], cpu[ROUNDS];	/* seconds */
	long rss, rss_little;			/* the most, kB */
	int n;
};

static struct helper helpers[HELPERS];
static int count, mib;
static const char *config, *host;
static char self[PATH_MAX];

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Block n of the stream: cheap to make, and no two are the same. */
static void
block_make(char *block, uint64_t n)
{
	static const uint64_t odd = 0x9e3779b97f4a7c15;

	if (n == 0)
		memset(block, 'x', BLOCK);
	n *= odd;
	memcpy(block, &n, sizeof n);
	memcpy(block + BLOCK - sizeof n, &n, sizeof n);
}

static int
pour(int fd, int mebibytes)
{
	static char block[BLOCK];
	uint64_t i, blocks = (uint64_t)mebibytes * 16;
	size_t at;
	ssize_t n;

	for (i = 0; i < blocks; i++) {
		block_make(block, i);
		for (at = 0; at < BLOCK; at += (size_t)n)
			if ((n = write(fd, block + at, BLOCK - at)) <= 0)
				return 1;
	}
	return 0;
}

/* Reads the stream; 0 if it was whole and the same.  *first: when it began. */
static int
check(int fd, int mebibytes, double *first)
{
	static char block[BLOCK], got[BLOCK];
	uint64_t i, blocks = (uint64_t)mebibytes * 16;
	size_t at;
	ssize_t n;

	for (i = 0; i < blocks; i++) {
		block_make(block, i);
		for (at = 0; at < BLOCK; at += (size_t)n) {
			if ((n = read(fd, got + at, BLOCK - at)) <= 0)
				return 1;
			if (i == 0 && at == 0)
				*first = seconds();
		}
		if (memcmp(block, got, BLOCK) != 0)
			return 1;
	}
	return 0;
}

/* Stays until it is let go, so that all can be looked at. */
static int
pour_there(int mebibytes)
{
	char c;

	return pour(1, mebibytes) != 0 || read(0, &c, 1) != 0;
}

static int
check_there(int mebibytes)
{
	double first;
	int bad;

	if (write(1, "r", 1) != 1)
		return 1;
	bad = check(0, mebibytes, &first);
	return write(1, bad ? "b" : "k", 1) != 1 || bad;
}

/* Becomes ssh, with our pipes as its ends. */
static void
become_ssh(const struct helper *h, const char *cipher, const char *command,
    int in, int out)
{
	char proxy[1024], crypt[64];

	dup2(in, 0);
	dup2(out, 1);
	snprintf(proxy, sizeof proxy, "ProxyCommand=%s", *h->command == '\0' ?
	    "none" : h->command);
	snprintf(crypt, sizeof crypt, "Ciphers=%s", cipher);
	execlp("ssh", "ssh", "-F", config, "-o", proxy, "-o", crypt, "-o",
	    strcmp(h->name, "fdpass") == 0 ? "ProxyUseFdpass=yes" :
	    "ProxyUseFdpass=no", host, command, (char *)NULL);
	_exit(127);
}

/* Starts ssh; in and out are what it reads and writes. */
static pid_t
ssh_child_start(const struct helper *h, const char *cipher, const char *what,
    int mebibytes, int *in, int *out)
{
	char command[PATH_MAX + 64];
	int i[2], o[2];
	pid_t pid;

	snprintf(command, sizeof command, "exec %s %s %d", self, what,
	    mebibytes);
	if (pipe2(i, O_CLOEXEC) == -1 || pipe2(o, O_CLOEXEC) == -1)
		err(1, "pipe");
	if ((pid = fork()) == 0)
		become_ssh(h, cipher, command, i[0], o[1]);
	close(i[0]);
	close(o[1]);
	*in = i[1];
	*out = o[0];
	return pid;
}

/* A number behind label in a file of /proc/PID; 0 if there is none. */
static double
tell(long pid, const char *file, const char *label)
{
	char path[64], line[256];
	double n = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/%s", pid, file);
	if ((f = fopen(path, "r")) == NULL)
		return 0;
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, label, strlen(label)) == 0) {
			n = atof(line + strlen(label));
			break;
		}
	fclose(f);
	return n;
}

/* Adds what the children of pid, but not, have cost by now. */
static void
add_children(struct helper *h, pid_t pid, pid_t not, long *rss)
{
	char path[64];
	long child, most;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)pid,
	    (long)pid);
	if ((f = fopen(path, "r")) == NULL)
		err(1, "%s", path);
	while (fscanf(f, "%ld", &child) == 1) {
		if (child == not)
			continue;
		h->cpu[h->n] += tell(child, "schedstat", "") / 1e9;
		most = (long)tell(child, "status", "VmHWM:");
		if (most > *rss)
			*rss = most;
	}
	fclose(f);
}

/*
 * Asks what the helper cost, be it ssh's child or, orphaned, ours, while all
 * are still there; then sees them off.
 */
static void
finish(struct helper *h, pid_t ssh, int mebibytes, int in, int out)
{
	long *rss = mebibytes == mib ? &h->rss : &h->rss_little;
	int status;
	pid_t pid;

	h->cpu[h->n] = 0;
	add_children(h, ssh, 0, rss);
	add_children(h, getpid(), ssh, rss);
	close(in);
	close(out);
	while ((pid = waitpid(-1, &status, 0)) > 0)
		if (pid == ssh && status != 0)
			errx(1, "%s: ssh failed", h->name);
}

static void
lift_up(struct helper *h, const char *cipher, int mebibytes, double *wall)
{
	int in, out;
	char c = 0;
	double began;
	pid_t ssh = ssh_child_start(h, cipher, "check", mebibytes, &in, &out);

	if (read(out, &c, 1) != 1 || c != 'r')
		errx(1, "%s: no session", h->name);
	began = seconds();
	if (pour(in, mebibytes) != 0 || read(out, &c, 1) != 1 || c != 'k')
		errx(1, "%s: the bytes that went up are not the same",
		    h->name);
	*wall = seconds() - began;
	finish(h, ssh, mebibytes, in, out);
}

static void
lift_down(struct helper *h, const char *cipher, int mebibytes, double *wall)
{
	int in, out;
	double began = 0;
	pid_t ssh = ssh_child_start(h, cipher, "pour", mebibytes, &in, &out);

	if (check(out, mebibytes, &began) != 0)
		errx(1, "%s: the bytes that came down are not the same",
		    h->name);
	*wall = seconds() - began;
	finish(h, ssh, mebibytes, in, out);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, by_value);
	return v[n / 2];
}

static void
report(const char *cipher, const char *way)
{
	double wall = 0, cpu = 0, w, c;
	struct helper *h;
	int k;

	for (k = 0; k < count; k++)
		if (strcmp(helpers[k].name, "nc") == 0)
			cpu = median(helpers[k].cpu, helpers[k].n);
	for (h = helpers; h < helpers + count; h++) {
		w = median(h->wall, h->n);
		c = median(h->cpu, h->n);
		if (h == helpers)
			wall = w;
		printf("%-6.6s %-4s %-14s %6.2f s (%.2f .. %.2f) %5.2f", cipher,
		    way, h->name, w, h->wall[0], h->wall[h->n - 1],
		    w / wall);
		if (*h->command != '\0')
			printf(" | %6.3f s (%.3f .. %.3f) %5.2f", c,
			    h->cpu[0], h->cpu[h->n - 1],
			    cpu > 0 ? c / cpu : 0);
		printf("\n");
		h->n = 0;
	}
	fflush(stdout);
}

static void
rounds(int n, const char *cipher, const char *way)
{
	struct helper *h;
	int i;

	for (i = 0; i < n; i++)
		for (h = helpers; h < helpers + count; h++) {
			(*way == 'u' ? lift_up : lift_down)(h, cipher, mib,
			    &h->wall[h->n]);
			h->n++;
		}
	report(cipher, way);
}

/* Memory that grows with what went through would be a leak. */
static void
memory(void)
{
	struct helper *h;
	double wall;

	for (h = helpers; h < helpers + count; h++) {
		h->n = ROUNDS - 1;
		lift_down(h, "aes128-gcm@openssh.com", mib / 16, &wall);
		lift_up(h, "aes128-gcm@openssh.com", mib / 16, &wall);
		h->n = 0;
		if (*h->command != '\0')
			printf("most memory, RSS  %-14s %6ld kB after %d MiB, "
			    "%6ld kB after %d MiB\n", h->name, h->rss_little,
			    mib / 16, h->rss, mib);
	}
}

int
main(int argc, char **argv)
{
	static const char *const ciphers[] = {
		"aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com"
	};
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
	size_t c;
	char *is;
	int i;

	if (argc == 3 && strcmp(argv[1], "pour") == 0)
		return pour_there(atoi(argv[2]));
	if (argc == 3 && strcmp(argv[1], "check") == 0)
		return check_there(atoi(argv[2]));
	if (argc < 6 || len <= 0 || (mib = atoi(argv[3])) < 16)
		errx(2, "usage: transfer config host MiB rounds name=command...");
	config = argv[1];
	host = argv[2];
	for (i = 5; i < argc && count < HELPERS; i++) {
		if ((is = strchr(argv[i], '=')) == NULL)
			errx(2, "%s: no =", argv[i]);
		*is = '\0';
		helpers[count].name = argv[i];
		helpers[count++].command = is + 1;
	}
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	printf("%d MiB through ssh: wall, beside %s | the helper's CPU, "
	    "beside nc\n", mib, helpers[0].name);
	for (c = 0; c < sizeof ciphers / sizeof *ciphers; c++) {
		rounds(atoi(argv[4]), ciphers[c], "up");
		rounds(atoi(argv[4]), ciphers[c], "down");
	}
	memory();
	return 0;
}
