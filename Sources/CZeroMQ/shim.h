// libzmq 4.3, and Linux's event counter that wakes a poll from another thread.
#pragma once
#include <zmq.h>
#include <sys/eventfd.h>
