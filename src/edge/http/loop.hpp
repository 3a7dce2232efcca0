#pragma once
#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <ctime>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edge/http/head.hpp"
#include "edge/http/server.hpp"
#include "edge/http/static_files.hpp"
#include "edge/http/workers.hpp"

namespace leye::http {

using Time = std::chrono::steady_clock::time_point;
class Connection;
class Loop;

/// Header lines of every answer that does not bring its own.
inline constexpr std::string_view policy_line = "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
inline constexpr std::string_view referrer_line = "Referrer-Policy: same-origin\r\n";

/// What all connections share; while serving, only read.
struct Shared {
    Options options;
    Router router;
    const Texts& texts;
    StaticFiles files;
    std::string id_prefix;
    std::unique_ptr<Workers> workers;
    std::atomic<bool> stopping{false};
    std::atomic<int64_t> open{0};  // connections
    /// Bytes of bodies in memory; shared with the requests that hold them.
    std::shared_ptr<std::atomic<size_t>> bodies = std::make_shared<std::atomic<size_t>>(0);

    struct Asked {
        std::string_view method, peer;
    };
    /// Tells metrics and access log of one answer.
    void note(const RouteEntry* entry, Asked asked, const Response& answer, std::string_view id,
              Time began) const;
    /// The handler's answer, or the problem that its exception is.
    Response run(const RouteEntry& entry, const Request& request) const;
    /// The exception being handled, logged and as a problem.
    Response problem_of_exception(std::string_view pattern, std::string_view id) const;
};

/// An answer on its way back to the connection that waits for it.
struct Answered {
    std::weak_ptr<Connection> connection;
    const RouteEntry* entry;
    Time began;
    std::string id, method;
    Response response;
};

/// The way back to a loop from other threads, which may outlive it.
struct Gate {
    std::mutex mutex;
    Loop* loop = nullptr;
    bool working = true;             ///< the workers take jobs
    std::vector<Answered> answered;  ///< what the loop has not taken yet; it was woken with the first
};

/// One network thread: its event loop, its connections, and what they use in turn. Connections of one loop are
/// touched by its thread only, so nothing in them is locked.
class Loop {
  public:
    explicit Loop(Shared& shared);
    ~Loop();

    /// Until `stop` and the end of the last connection.
    void run();
    /// Takes a connection over; from any thread.
    void adopt(int socket, bool v6);
    /// Gives the connections what was answered since; on the loop's own thread.
    void deliver();
    /// Closes what is idle and lets the rest finish within stop_timeout; from any thread.
    void stop();

    /// The Date header's value, as of this second.
    std::string_view date();
    /// The whole answer of a constant route, counted.
    const std::string& constant(const RouteEntry& entry);
    std::string next_id();
    void link(Connection& c);
    void unlink(Connection& c);

    Shared& shared;
    boost::asio::io_context io{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
    std::array<char, 64 * 1024> buffer;  // for reads that fill a connection's own
    std::string out;                     // the answers of one turn
    std::optional<HeadParser> head;
    std::string known_head;  // of the last constant answer, found good
    const RouteEntry* known_entry = nullptr;
    Time now;
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();

  private:
    struct Constant {
        std::string bytes;
        std::time_t second = 0;
        uint64_t answers = 0;
    };

    void wait_for_tick();
    void tick();
    void end_when_empty();

    boost::asio::steady_timer timer_;
    std::chrono::milliseconds tick_length_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    Connection* first_ = nullptr;
    std::optional<Time> stop_by_;
    std::time_t second_ = 0;
    std::string date_;
    std::vector<Constant> constants_;
    std::vector<Answered> delivering_;
    uint64_t ids_ = 0;
};

}  // namespace leye::http
