// What libzmq alone does: a ROUTER process and a DEALER process over TCP on this host, with the sizes and the window of a
// farm's messages and nothing behind them. For each job the dealer sends a result; the router answers with an
// acknowledgement and the next lease.
//
//   zmq_ceiling SECONDS WINDOW RESULT_BYTES ACKNOWLEDGEMENT_BYTES LEASE_BYTES    prints jobs a second
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "zmq_ceiling: %s: %s\n", what, zmq_strerror(zmq_errno()));
  exit(1);
}

static void *open_socket(void *context, int type) {
  void *socket = zmq_socket(context, type);
  int limit = 100000, linger = 0;
  if (!socket || zmq_setsockopt(socket, ZMQ_SNDHWM, &limit, sizeof limit) ||
      zmq_setsockopt(socket, ZMQ_RCVHWM, &limit, sizeof limit) ||
      zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger))
    fail("opening a socket");
  return socket;
}

// Sends `window` results, and another for every lease that comes.
static void play_dealer(const char *endpoint, int window, size_t result_bytes) {
  void *socket = open_socket(zmq_ctx_new(), ZMQ_DEALER);
  if (zmq_connect(socket, endpoint)) fail("connecting");
  char *result = calloc(1, result_bytes);
  char buffer[65536];
  for (int i = 0; i < window; ++i) zmq_send(socket, result, result_bytes, 0);
  for (;;) {
    if (zmq_recv(socket, buffer, sizeof buffer, 0) < 0) fail("receiving");
    if (zmq_recv(socket, buffer, sizeof buffer, 0) < 0) fail("receiving");
    zmq_send(socket, result, result_bytes, 0);
  }
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "zmq_ceiling SECONDS WINDOW RESULT_BYTES ACKNOWLEDGEMENT_BYTES LEASE_BYTES\n");
    return 64;
  }
  double seconds = atof(argv[1]);
  int window = atoi(argv[2]);
  size_t result_bytes = (size_t)atol(argv[3]), acknowledgement_bytes = (size_t)atol(argv[4]);
  size_t lease_bytes = (size_t)atol(argv[5]);
  int link[2];
  if (pipe(link)) return 1;
  pid_t dealer = fork();
  if (dealer == 0) {
    // libzmq does not survive a fork: the endpoint comes through the pipe, and the context is made here.
    char endpoint[128] = {0};
    if (read(link[0], endpoint, sizeof endpoint - 1) <= 0) return 1;
    play_dealer(endpoint, window, result_bytes);
  }
  void *socket = open_socket(zmq_ctx_new(), ZMQ_ROUTER);
  char endpoint[128];
  size_t length = sizeof endpoint;
  if (zmq_bind(socket, "tcp://127.0.0.1:*") || zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &length))
    fail("listening");
  if (write(link[1], endpoint, strlen(endpoint)) < 0) return 1;
  char *answer = calloc(1, acknowledgement_bytes + lease_bytes);
  char address[256], body[65536];
  long jobs = 0;
  double start = 0, end = 0;
  do {
    int count = zmq_recv(socket, address, sizeof address, 0);
    if (count < 0 || zmq_recv(socket, body, sizeof body, 0) < 0) fail("receiving");
    if (jobs++ == 0) start = now();
    zmq_send(socket, address, (size_t)count, ZMQ_SNDMORE);
    zmq_send(socket, answer, acknowledgement_bytes, 0);
    zmq_send(socket, address, (size_t)count, ZMQ_SNDMORE);
    zmq_send(socket, answer, lease_bytes, 0);
    if (jobs % 256 == 0) end = now();
  } while (end - start < seconds || end == 0);
  printf("%.0f\n", (double)jobs / (end - start));
  kill(dealer, SIGKILL);
  waitpid(dealer, NULL, 0);
  return 0;
}
