#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <string.h>

// Notices can quote values, and libpq prints them on stderr unless told otherwise.
static void lethe_drop_notice(void *unused, const PGresult *notice) {
  (void)unused;
  (void)notice;
}

static inline void lethe_mute(PGconn *connection) {
  PQsetNoticeReceiver(connection, lethe_drop_notice, NULL);
}

// Waits until the socket can be read (or written): 1 it can, or was closed; 0 timed out; -1 no
// socket. A negative time-out waits without end.
static inline int lethe_wait(PGconn *connection, int to_write, int milliseconds) {
  struct pollfd socket = {
      .fd = PQsocket(connection), .events = to_write ? POLLOUT : POLLIN, .revents = 0};
  if (socket.fd < 0) return -1;
  int ready;
  do {
    ready = poll(&socket, 1, milliseconds);
  } while (ready < 0 && errno == EINTR);
  return ready > 0 ? 1 : ready;
}

// The codes of an error. Its texts can hold values and stay where they are.
static inline const char *lethe_sql_state(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline const char *lethe_constraint(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
}

// ERROR leaves the session alive; FATAL and PANIC end it.
static inline int lethe_ends_session(const PGresult *result) {
  const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity == NULL || severity[0] != 'E';
}

// Whether a column's name is the one asked for, without libpq's folding of case.
static inline int lethe_same(const char *one, const char *other) {
  return one != NULL && strcmp(one, other) == 0;
}
