#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "edge/http/metrics.hpp"
#include "edge/http/network.hpp"
#include "edge/http/problem.hpp"
#include "edge/http/router.hpp"

namespace spdlog {
class logger;
}

namespace leye::http {

using Milliseconds = std::chrono::milliseconds;

struct Options {
    std::string listen = "127.0.0.1:8080";  ///< address and port; port 0 takes a free one; "[::1]:80" for IPv6
    int io_threads = 2;                     ///< read and write the network
    int workers = 16;                       ///< run handlers
    size_t queue_max = 1024;                ///< requests waiting for a worker before 503
    size_t connections_max = 20'000;        ///< open at once; further ones are closed
    size_t header_max = 32 * 1024;          ///< bytes of the request line and headers
    size_t target_max = 8 * 1024;           ///< bytes of the request target
    size_t body_max = 1024 * 1024;          ///< bytes, where the route does not say otherwise
    size_t bodies_max = 256 * 1024 * 1024;  ///< bytes of all bodies in memory; past it 503 with Retry-After
    /// Who may send more than body_max where a route takes it; runs on a network's thread and must not wait. Empty: all.
    std::function<bool(const Request&)> may_send_large;
    Milliseconds header_timeout{15'000};    ///< from the first byte of a request to the end of its headers
    Milliseconds body_timeout{30'000};      ///< without a byte of the body; the whole body gets 20 times that
    Milliseconds write_timeout{30'000};     ///< without the client taking a byte
    Milliseconds idle_timeout{75'000};      ///< between requests
    Milliseconds stop_timeout{10'000};      ///< for requests in flight after `stop`
    std::string static_folder;              ///< built pages; empty: none
    std::string api_prefix = "/v1";         ///< paths below it never get a page
    std::vector<Network> trusted_proxies;   ///< whose X-Forwarded-For says who asked; nobody else's does
    bool stop_on_signals = false;           ///< SIGINT and SIGTERM call `stop`
    std::shared_ptr<Metrics> metrics;       ///< empty: none are kept
    std::shared_ptr<spdlog::logger> access_log;  ///< one line a request; empty: none
};

/// The HTTP/1.1 server. Requests of one connection are answered in order. Answers 400 and closes on what STACK.md
/// calls hostile: any Transfer-Encoding but exactly `chunked`, a Host count other than one, folded headers.
class Server {
  public:
    /// Binds and listens. in: `texts` outlives the server. Fails: Fault where the address cannot be bound.
    Server(Options options, Router router, const Texts& texts);
    ~Server();
    Server(const Server&) = delete;

    /// Serves until `stop`; then finishes requests in flight, at most `stop_timeout`.
    void run();
    /// Ends `run` from any thread; returns at once.
    void stop();
    int port() const;

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// A logger that writes lines to `file` ("-": standard error) from a thread of its own and drops the oldest rather
/// than hold a request up. Fails: Fault where the file cannot be opened.
std::shared_ptr<spdlog::logger> make_access_log(const std::string& file);

}  // namespace leye::http
