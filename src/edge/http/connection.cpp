#include "edge/http/connection.hpp"

#include <boost/asio/buffer.hpp>

namespace leye::http {
namespace {

constexpr int reads_max = 16;  // in one turn, so that no connection holds the others up
constexpr std::chrono::milliseconds linger{2'000};

}  // namespace

Connection::Connection(Loop& loop, boost::asio::ip::tcp::socket socket) : loop_(loop), socket_(std::move(socket)) {}

void Connection::start() {
    boost::system::error_code failed;
    const auto peer = socket_.remote_endpoint(failed);
    if (!failed) peer_ = peer.address().to_string();
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), failed);
    socket_.non_blocking(true, failed);
    self_ = shared_from_this();
    loop_.link(*this);
    if (loop_.shared.stopping || loop_.shared.open.load(std::memory_order_relaxed) > static_cast<int64_t>(loop_.shared.options.connections_max))
        return close();
    set_deadline(loop_.shared.options.idle_timeout);
    read();
}

void Connection::close() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    boost::system::error_code ignored;
    socket_.close(ignored);
    arriving_.reset();
    loop_.unlink(*this);
    // The caller may be a member of this object: it goes with the last handler, or at the end of the turn.
    if (const auto last = std::move(self_); last.use_count() == 1) boost::asio::post(loop_.io, [last] {});
}

void Connection::stop() {
    if (state_ == State::idle || state_ == State::head) {
        if (unsent_.empty()) return close();
        close_after_ = true;
    }
}

void Connection::check_time(Time now) {
    if (now < deadline_ || state_ == State::closed) return;
    if (!unsent_.empty() || state_ == State::idle || state_ == State::lingering) return close();
    if (state_ == State::working) return;
    refuse_and_close("timeout");
    flush();
}

void Connection::read() {
    if (reading_ || state_ == State::closed) return;
    reading_ = true;
    socket_.async_read_some(boost::asio::buffer(buffer_), [self = shared_from_this()](boost::system::error_code failed, size_t count) {
        self->reading_ = false;
        if (self->state_ == State::closed) return;
        if (failed) return self->close();
        self->on_read(count);
    });
}

void Connection::on_read(size_t count) {
    loop_.now = std::chrono::steady_clock::now();
    feed({buffer_.data(), count});
    bool full = count == buffer_.size();
    for (int i = 0; full && i < reads_max && unsent_.empty() && (is_receiving() || state_ == State::lingering); ++i) {
        boost::system::error_code failed;
        count = socket_.read_some(boost::asio::buffer(loop_.buffer), failed);
        if (failed == boost::asio::error::would_block) break;
        if (failed) return close();
        full = count == loop_.buffer.size();
        feed({loop_.buffer.data(), count});
    }
    if (unsent_.empty() && (is_receiving() || state_ == State::lingering)) read();
}

void Connection::feed(std::string_view bytes) {
    if (state_ == State::lingering) return;
    if (in_.empty()) return process(bytes);
    std::string all = std::exchange(in_, {});
    all += bytes;
    process(all);
}

void Connection::process(std::string_view bytes) {
    size_t used = 0;
    while (used < bytes.size() && is_receiving() && !close_after_ && unsent_.empty()) {
        const size_t n = take(bytes.substr(used));
        if (n == 0) break;
        used += n;
    }
    if (state_ != State::closed && !close_after_ && used < bytes.size()) in_.assign(bytes.substr(used));
    flush();
}

void Connection::flush() {
    if (state_ == State::closed) {
        loop_.out.clear();
        return;
    }
    std::string& out = loop_.out;
    if (!out.empty()) {
        size_t count = 0;
        if (unsent_.empty()) {
            boost::system::error_code failed;
            count = socket_.write_some(boost::asio::buffer(out), failed);
            if (failed && failed != boost::asio::error::would_block) {
                out.clear();
                return close();
            }
            if (failed) count = 0;
        }
        if (count < out.size()) {
            const bool waits = !unsent_.empty();
            unsent_.append(out, count);
            set_deadline(loop_.shared.options.write_timeout);
            if (!waits) await_writable();
        }
        out.clear();
        if (out.capacity() > (1 << 20)) out.shrink_to_fit();
    }
    if (!unsent_.empty() || !close_after_ || state_ == State::working || state_ == State::lingering) return;
    // All is said; the client's input is swallowed for a while so that it reads the answer before the reset.
    boost::system::error_code ignored;
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    state_ = State::lingering;
    in_ = {};
    set_deadline(linger);
    read();
}

void Connection::await_writable() {
    socket_.async_wait(boost::asio::ip::tcp::socket::wait_write, [self = shared_from_this()](boost::system::error_code failed) {
        if (self->state_ == State::closed) return;
        if (failed) return self->close();
        self->on_writable();
    });
}

void Connection::on_writable() {
    loop_.now = std::chrono::steady_clock::now();
    boost::system::error_code failed;
    sent_ += socket_.write_some(boost::asio::buffer(unsent_.data() + sent_, unsent_.size() - sent_), failed);
    if (failed && failed != boost::asio::error::would_block) return close();
    if (sent_ < unsent_.size()) {
        if (!failed) set_deadline(loop_.shared.options.write_timeout);
        return await_writable();
    }
    unsent_ = {};
    sent_ = 0;
    proceed();
}

void Connection::proceed() {
    if (state_ == State::working) return;
    set_deadline(loop_.shared.options.idle_timeout);
    if (!in_.empty() && !close_after_) {
        const std::string bytes = std::exchange(in_, {});
        process(bytes);
    } else {
        flush();
    }
    if (unsent_.empty() && is_receiving()) read();
}

void Connection::reply(const RouteEntry* entry, Time began, Response answer, std::string_view id, std::string_view method) {
    if (state_ != State::working) return;
    loop_.now = std::chrono::steady_clock::now();
    state_ = State::idle;
    append(answer, id, method == "HEAD");
    loop_.shared.note(entry, {method, asking_}, answer, id, began);
    flush();
    if (state_ != State::closed && unsent_.empty() && state_ == State::idle) proceed();
}

}  // namespace leye::http
