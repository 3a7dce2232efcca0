#pragma once
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "edge/http/loop.hpp"

namespace leye::http {

/// One connection. States: idle (nothing of a request has arrived), head, body, working (a handler has the request),
/// lingering (answered and closing, still swallowing what the client sends), closed. While bytes wait to be taken by
/// the client, no further request is begun. Touched by its loop's thread only.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Loop& loop, boost::asio::ip::tcp::socket socket);

    void start();
    /// Answers the request being worked on.
    void reply(const RouteEntry* entry, Time began, Response answer, std::string_view id, std::string_view method);
    /// The clock stands at `now`: ends what took too long.
    void check_time(Time now);
    /// Closes at once what is not in the middle of a request; the rest closes after its answer.
    void stop();
    void close();

    Connection* before = nullptr;
    Connection* after = nullptr;

  private:
    enum class State { idle, head, body, working, lingering, closed };
    /// A request whose body has not arrived yet.
    struct Arriving {
        Request request;
        const RouteEntry* entry = nullptr;
        Time began;
        size_t length = 0;                    // of a body with Content-Length
        std::unique_ptr<HeadParser> chunked;  // of one without
    };

    // connection.cpp: bytes in, bytes out
    void read();
    void on_read(size_t count);
    void feed(std::string_view bytes);
    void process(std::string_view bytes);
    void flush();
    void await_writable();
    void on_writable();
    void proceed();
    bool is_receiving() const { return state_ == State::idle || state_ == State::head || state_ == State::body; }
    void set_deadline(std::chrono::milliseconds after) { deadline_ = loop_.now + after; }

    // receive.cpp: bytes to requests
    /// How many bytes were used up; 0 where more are needed, or none may be taken.
    size_t take(std::string_view bytes);
    size_t take_head(std::string_view bytes);
    size_t take_body(std::string_view bytes);
    bool check_head(const HeadParser& parsed);
    void begin_request(const HeadParser& parsed, std::string_view head);
    /// The loop's known head came again, byte for byte: the same answer, without parsing.
    void begin_request_again();
    void begin_body(const HeadParser& parsed, std::string_view head, Request request, const RouteEntry& entry);
    std::shared_ptr<const void> hold(size_t bytes) const;
    Request make_request(const HeadParser& parsed, std::string_view path) const;
    void finish_body();

    // answer.cpp: requests to answers
    void answer_unrouted(const Request& request, const std::string& allow);
    void dispatch(Request request, const RouteEntry& entry, Time began);
    /// Refuses at the transport; then the connection closes.
    void refuse_and_close(std::string code, std::string detail = {});
    void append(const Response& answer, std::string_view id, bool head_only);

    Loop& loop_;
    boost::asio::ip::tcp::socket socket_;
    std::shared_ptr<Connection> self_;  // while open
    std::string peer_;
    std::string asking_;        // who made the request being answered, where a log wants to know
    State state_ = State::idle;
    bool reading_ = false;      // a read is under way
    bool close_after_ = false;  // closes once what is written has gone
    bool keep_alive_ = true;    // what the request being answered asked for
    bool old_ = false;          // it came with HTTP/1.0
    std::string in_;            // bytes read and not used yet
    std::string unsent_;        // bytes the client has not taken yet
    size_t sent_ = 0;           // of unsent_
    std::unique_ptr<Arriving> arriving_;
    Time deadline_{};
    std::array<char, 2048> buffer_;
};

}  // namespace leye::http
