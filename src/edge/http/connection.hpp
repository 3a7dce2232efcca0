#pragma once
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "edge/http/head.hpp"
#include "edge/http/server.hpp"
#include "edge/http/static_files.hpp"
#include "edge/http/workers.hpp"

namespace leye::http {

using Time = std::chrono::steady_clock::time_point;
class Connection;

/// What all connections share; only read while serving.
struct Shared {
    Options options;
    Router router;
    const Texts& texts;
    StaticFiles files;
    std::string id_prefix;
    std::unique_ptr<Workers> workers;
    std::atomic<bool> stopping{false};
    std::atomic<int64_t> open{0};  // connections

    /// Tells metrics and access log of one answer.
    void note(const RouteEntry* entry, std::string_view method, const Response& answer, std::string_view id, Time began) const;
    /// The handler's answer, or the problem that its exception is.
    Response run(const RouteEntry& entry, const Request& request) const;
    Response problem_of(std::exception_ptr thrown, std::string_view pattern, std::string_view id) const;
};

/// One network thread: its event loop, its connections, and what they use in turn. Connections of one loop are touched
/// by its thread only, so nothing in them is locked.
class Loop {
  public:
    explicit Loop(Shared& shared);

    void run();
    /// Takes a connection over; from any thread.
    void adopt(int socket);
    /// Closes what is idle and lets the rest finish; from any thread.
    void stop();
    /// Drops all connections; from any thread.
    void abandon();

    Shared& shared;
    boost::asio::io_context io{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
    std::array<char, 64 * 1024> buffer;  // a read that a connection need not keep
    std::string out;                     // the answers of one turn
    std::string target;                  // scratch
    std::optional<HeadParser> head;
    Time now;

    /// The Date header's value, as of this second.
    std::string_view date();
    /// The whole answer of a constant route.
    const std::string& constant(const RouteEntry& entry);
    std::string next_id();
    void link(Connection& c);
    void unlink(Connection& c);

  private:
    void tick();
    void count_constants();

    boost::asio::steady_timer timer_;
    std::chrono::milliseconds tick_length_;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_;
    Connection* first_ = nullptr;
    std::time_t date_second_ = 0;
    std::array<char, 32> date_{};
    struct Constant {
        std::string bytes;
        std::time_t second = 0;
        uint64_t answers = 0;
    };
    std::vector<Constant> constants_;
    uint64_t ids_ = 0;
};

/// One connection. States: idle (nothing of a request has arrived), head, body, working (a handler has the request),
/// writing (the client is slow to take the answer), lingering (answered and closing, still swallowing input).
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Loop& loop, boost::asio::ip::tcp::socket socket);
    ~Connection();

    void start();
    /// Answers the request being worked on; on the loop's thread.
    void reply(const RouteEntry* entry, Time began, Response answer, std::string_view id, bool head_only);
    /// The clock stands at `now`: closes what took too long.
    void check_time(Time now);
    void stop();
    void close();

    Connection* before = nullptr;
    Connection* after = nullptr;

  private:
    enum class State { idle, head, body, working, writing, lingering, closed };
    /// A request whose body has not arrived yet.
    struct Arriving {
        Request request;
        const RouteEntry* entry = nullptr;
        Time began, last;
        size_t length = 0;                          // of a body with Content-Length
        std::unique_ptr<HeadParser> chunked;        // of a chunked one
        std::string head;                           // bytes that `chunked` has views into
        bool keep_alive = true;
    };

    void wait_readable();
    void on_readable();
    void swallow();
    /// Takes requests from the bytes as far as they go; gives how many bytes it used up.
    size_t take(std::string_view bytes);
    size_t take_head(std::string_view bytes);
    size_t take_body(std::string_view bytes);
    size_t parse_head(std::string_view head);
    bool check_head(const HeadParser& parsed);
    /// Finds the route and begins to collect the body, or answers at once.
    void begin_request(const HeadParser& parsed, std::string_view head);
    Request make_request(const HeadParser& parsed);
    void dispatch(Request request, const RouteEntry* entry, Time began);
    void run_on_worker(Request request, const RouteEntry& entry, Time began);
    void answer_page(const Request& request, Time began);
    /// Refuses at the transport: a problem document, then the connection closes.
    void refuse_and_close(std::string code, std::map<std::string, std::string> details = {});
    void append(const Response& answer, std::string_view id, bool head_only);
    void process(std::string_view bytes);
    void proceed();
    void flush();
    void on_writable();
    void finish_writing();
    void set_deadline(std::chrono::milliseconds after) { deadline_ = loop_.now + after; }

    Loop& loop_;
    boost::asio::ip::tcp::socket socket_;
    std::string peer_;
    State state_ = State::idle;
    bool reading_ = false;     // a wait for input is under way
    bool close_after_ = false;  // the connection closes once what is written has gone
    bool keep_alive_ = true;   // what the request being answered asked for
    bool old_ = false;         // HTTP/1.0
    std::string in_;           // bytes read and not used yet
    std::string unsent_;       // bytes the client has not taken yet
    size_t sent_ = 0;
    std::unique_ptr<Arriving> arriving_;
    Time deadline_;
};

}  // namespace leye::http
