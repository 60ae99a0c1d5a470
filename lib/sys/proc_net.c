/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>
#include <sys/un.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#include <netinet/in.h>
#include <arpa/inet.h>

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/descriptors.h"
#include "sys/proc_net.h"

#ifdef __linux__
enum {
	LISTEN = 0x0a,
	ACCEPTS = 0x10000,	/* of an AF_UNIX socket that listens */
	PIDFD_GETFD = 438	/* pidfd_getfd(2), on all machines */
};

static const char *const tables[] = { "tcp", "tcp6", "unix" };

/* The listener to find. */
struct wanted {
	const char *path;
	int port;
	char address[2][33];	/* as /proc/net/tcp and tcp6 print it, or "" */
};

/* Writes an address as the kernel prints it: each 4 bytes as a number. */
static void
wanted_address(char out[33], const void *from, size_t n)
{
	const unsigned char *bytes = from;
	uint32_t word;
	size_t i;

	for (i = 0; i < n; i += sizeof word) {
		memcpy(&word, bytes + i, sizeof word);
		snprintf(out + 2 * i, 9, "%08X", (unsigned)word);
	}
}

static void
wanted_host(struct wanted *w, const char *host)
{
	unsigned char bytes[16];

	if (host == NULL)
		return;
	if (inet_pton(AF_INET, host, bytes) == 1)
		wanted_address(w->address[0], bytes, 4);
	else if (inet_pton(AF_INET6, host, bytes) == 1)
		wanted_address(w->address[1], bytes, 16);
}

/* True if the process of fds has the socket of that inode open. */
static bool
holds(DIR *fds, int dir, unsigned long inode)
{
	char link[64], name[64];
	struct dirent *e;
	ssize_t n;

	snprintf(name, sizeof name, "socket:[%lu]", inode);
	rewinddir(fds);
	while ((e = readdir(fds)) != NULL) {
		n = readlinkat(dir, e->d_name, link, sizeof link - 1);
		if (n <= 0)
			continue;
		link[n] = '\0';
		if (strcmp(link, name) == 0)
			return true;
	}
	return false;
}

/* The inode of the line if its socket is the wanted listener; or 0. */
static unsigned long
line_tcp(const struct wanted *w, int six, const char *line)
{
	char local[40], *colon;
	unsigned state;
	unsigned long inode;

	if (sscanf(line, " %*u: %39s %*s %x %*s %*s %*s %*s %*s %lu", local,
	    &state, &inode) != 3 || state != LISTEN ||
	    (colon = strchr(local, ':')) == NULL ||
	    strtol(colon + 1, NULL, 16) != w->port)
		return 0;
	*colon = '\0';
	if (w->address[!six][0] != '\0' || (w->address[six][0] != '\0' &&
	    strcmp(w->address[six], local) != 0))
		return 0;
	return inode;
}

static unsigned long
line_unix(const struct wanted *w, const char *line)
{
	unsigned long inode;
	int at = 0;

	if (sscanf(line, "%*x: %*s %*s %*s %*s %*s %lu %n", &inode, &at) != 1 ||
	    at == 0)
		return 0;
	line += at;
	return strcspn(line, "\n") == strlen(w->path) &&
	    strncmp(line, w->path, strlen(w->path)) == 0 ? inode : 0;
}

static int
look(const struct wanted *w, pid_t pid, int table, DIR *fds)
{
	char text[512];
	unsigned long inode;
	bool found = false;
	FILE *f;

	snprintf(text, sizeof text, "/proc/%ld/net/%s", (long)pid,
	    tables[table]);
	if ((f = fopen(text, "re")) == NULL)
		return table == 1 ? 0 : -1;
	while (!found && fgets(text, sizeof text, f) != NULL) {
		inode = table == 2 ? line_unix(w, text) :
		    line_tcp(w, table, text);
		found = inode != 0 && holds(fds, dirfd(fds), inode);
	}
	fclose(f);
	return found;
}

/* 1 or 0, from the tables of /proc, which list the sockets of all processes. */
static int
proc_net_tables(const struct wanted *w, pid_t pid, DIR *fds)
{
	int r = look(w, pid, w->path != NULL ? 2 : 0, fds);

	return r == 0 && w->path == NULL ? look(w, pid, 1, fds) : r;
}

/* True if the socket's local address is the wanted one. */
static bool
socket_is(const struct wanted *w, const struct sockaddr_storage *a,
    socklen_t len)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)a;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)a;
	const struct sockaddr_un *un = (const struct sockaddr_un *)a;
	bool six = a->ss_family == AF_INET6;
	char text[33];

	if (w->path != NULL)
		return a->ss_family == AF_UNIX &&
		    len > offsetof(struct sockaddr_un, sun_path) &&
		    strncmp(un->sun_path, w->path, len -
		    offsetof(struct sockaddr_un, sun_path)) == 0;
	if ((!six && a->ss_family != AF_INET) ||
	    ntohs(six ? in6->sin6_port : in->sin_port) != w->port ||
	    w->address[!six][0] != '\0')
		return false;
	wanted_address(text, six ? (const void *)&in6->sin6_addr :
	    (const void *)&in->sin_addr, six ? 16 : 4);
	return w->address[six][0] == '\0' || strcmp(w->address[six], text) == 0;
}

/* True if fd, a copy of a descriptor of ssh, is the wanted listener. */
static bool
socket_listens(const struct wanted *w, int fd)
{
	struct sockaddr_storage a;
	socklen_t len = sizeof a, size = sizeof(int);
	int listens = 0;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens,
	    &size) == 0 && listens &&
	    getsockname(fd, (struct sockaddr *)&a, &len) == 0 &&
	    socket_is(w, &a, len);
}

/*
 * The same from copies of the process's own sockets, which is fast even if this
 * machine has many other sockets.  1 or 0; or -1 if the copies are not possible
 * (before Linux 5.6) or not allowed.
 */
static int
proc_net_sockets(const struct wanted *w, pid_t pid, DIR *fds)
{
	int pidfd = pidfd_open(pid, 0), copy, found = 0;
	struct dirent *e;

	if (pidfd == -1)
		return -1;
	while (found == 0 && (e = readdir(fds)) != NULL) {
		if (*e->d_name == '.')
			continue;
		copy = (int)syscall(PIDFD_GETFD, pidfd, atoi(e->d_name), 0);
		if (copy != -1) {
			found = socket_listens(w, copy);
			close(copy);
		} else if (errno != EBADF)
			found = -1;
	}
	close(pidfd);
	return found;
}

int
proc_net(pid_t pid, const char *host, int port, const char *path)
{
	struct wanted w = { .path = path, .port = port };
	char name[64];
	DIR *fds;
	int r;

	snprintf(name, sizeof name, "/proc/%ld/fd", (long)pid);
	if ((fds = opendir(name)) == NULL)
		return -1;
	wanted_host(&w, host);
	if ((r = proc_net_sockets(&w, pid, fds)) == -1)
		r = proc_net_tables(&w, pid, fds);
	closedir(fds);
	return r;
}
/* The inode of the line if its socket listens; or 0. */
static unsigned long
line_listens(int table, const char *line)
{
	unsigned state = 0, flags = 0;
	unsigned long inode = 0;

	if (table == 2)
		return sscanf(line, "%*x: %*s %*s %x %*s %*s %lu", &flags,
		    &inode) == 2 && (flags & ACCEPTS) != 0 ? inode : 0;
	return sscanf(line, " %*u: %*s %*s %x %*s %*s %*s %*s %*s %lu",
	    &state, &inode) == 2 && state == LISTEN ? inode : 0;
}

/* Counts the listening sockets of one kernel table that the process has. */
static int
count_listening(pid_t pid, int table, DIR *fds)
{
	char text[512];
	unsigned long inode;
	int n = 0;
	FILE *f;

	snprintf(text, sizeof text, "/proc/%ld/net/%s", (long)pid,
	    tables[table]);
	if ((f = fopen(text, "re")) == NULL)
		return 0;
	while (fgets(text, sizeof text, f) != NULL)
		if ((inode = line_listens(table, text)) != 0 &&
		    holds(fds, dirfd(fds), inode))
			n++;
	fclose(f);
	return n;
}

int
proc_net_others(pid_t pid)
{
	char link[64];
	struct dirent *e;
	ssize_t len;
	int table, n = 0;
	DIR *fds;

	snprintf(link, sizeof link, "/proc/%ld/fd", (long)pid);
	if ((fds = opendir(link)) == NULL)
		return -1;
	while ((e = readdir(fds)) != NULL) {
		len = readlinkat(dirfd(fds), e->d_name, link, sizeof link - 1);
		link[len < 0 ? 0 : len] = '\0';
		n += strncmp(link, "socket:", 7) == 0 &&
		    strtol(e->d_name, NULL, 10) > STDERR_FILENO;
	}
	for (table = 0; table < 3; table++)
		n -= count_listening(pid, table, fds);
	closedir(fds);
	return n < 0 ? 0 : n;
}

/* --- clients that send nothing more --- */

/* "LOCAL:PORT REMOTE:PORT" of a client's end, as /proc/net prints it. */
struct client_key {
	char text[80];
	struct proc_net_client *client;
};

static int
client_compare(const void *a, const void *b)
{
	return strcmp(((const struct client_key *)a)->text,
	    ((const struct client_key *)b)->text);
}

static void
client_end(char out[40], const struct sockaddr_storage *a)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)a;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)a;
	bool six = a->ss_family == AF_INET6;
	size_t n;

	wanted_address(out, six ? (const void *)&in6->sin6_addr :
	    (const void *)&in->sin_addr, six ? 16 : 4);
	n = strlen(out);
	snprintf(out + n, 40 - n, ":%04X",
	    ntohs(six ? in6->sin6_port : in->sin_port));
}

/* False if the connection has no TCP addresses any more. */
static bool
client_read(struct client_key *k)
{
	struct sockaddr_storage a, b;
	socklen_t n = sizeof a, m = sizeof b;
	char local[40], remote[40];

	if (getpeername(k->client->fd, (struct sockaddr *)&a, &n) == -1 ||
	    getsockname(k->client->fd, (struct sockaddr *)&b, &m) == -1 ||
	    (a.ss_family != AF_INET && a.ss_family != AF_INET6))
		return false;
	client_end(local, &a);
	client_end(remote, &b);
	snprintf(k->text, sizeof k->text, "%s %s", local, remote);
	return true;
}

/* A client may use an IPv6 socket for IPv4. */
static const char *
client_unmapped(const char *address)
{
	static const char mapped[] = "0000000000000000FFFF0000";

	return strncmp(address, mapped, sizeof mapped - 1) == 0 ?
	    address + sizeof mapped - 1 : address;
}

/* A line of the table; a socket that no process has open has no inode. */
static void
client_line(struct client_key *k, size_t n, const char *line)
{
	char local[40], remote[40];
	struct client_key want, *found;
	unsigned long inode;

	if (sscanf(line, " %*u: %39s %39s %*x %*s %*s %*s %*s %*s %lu", local,
	    remote, &inode) != 3 || inode == 0)
		return;
	snprintf(want.text, sizeof want.text, "%s %s", client_unmapped(local),
	    client_unmapped(remote));
	found = bsearch(&want, k, n, sizeof *k, client_compare);
	if (found != NULL)
		found->client->open = true;
}

void
proc_net_clients(struct proc_net_client *c, size_t n)
{
	struct client_key *k = calloc(n + 1, sizeof *k);
	char text[512];
	size_t i, keys = 0;
	int table;
	FILE *f;

	for (i = 0; i < n; i++) {
		c[i].open = false;
		if (k != NULL) {
			k[keys].client = &c[i];
			keys += client_read(&k[keys]);
		}
	}
	if (keys > 0)
		qsort(k, keys, sizeof *k, client_compare);
	for (table = 0; table < 2 && keys > 0; table++) {
		snprintf(text, sizeof text, "/proc/self/net/%s",
		    tables[table]);
		if ((f = fopen(text, "re")) == NULL)
			continue;
		while (fgets(text, sizeof text, f) != NULL)
			client_line(k, keys, text);
		fclose(f);
	}
	free(k);
}
#else
void
proc_net_clients(struct proc_net_client *c, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		c[i].open = false;
}

int
proc_net_others(pid_t pid)
{
	(void)pid;
	return -1;
}

int
proc_net(pid_t pid, const char *host, int port, const char *path)
{
	(void)pid;
	(void)host;
	(void)port;
	(void)path;
	return -1;
}
#endif

int
proc_net_free(const char *address, int port)
{
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} a = { .in.sin_port = htons((uint16_t)port) };
	socklen_t len = sizeof a.in;
	int fd, on = 1, r;

	a.sa.sa_family = AF_INET;
	if (inet_pton(AF_INET, address, &a.in.sin_addr) != 1) {
		a.sa.sa_family = AF_INET6;
		len = sizeof a.in6;
		if (inet_pton(AF_INET6, address, &a.in6.sin6_addr) != 1)
			return 0;
	}
	fd = descriptors_socket(a.sa.sa_family, SOCK_STREAM);
	if (fd == -1)
		return 0;
	/* As ssh: TIME_WAIT does not matter, and IPv6 excludes IPv4. */
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (a.sa.sa_family == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on,
		    sizeof on);
	r = bind(fd, &a.sa, len) == 0;
	close(fd);
	return r;
}
