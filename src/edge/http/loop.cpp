#include "edge/http/loop.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "edge/http/connection.hpp"

namespace leye::http {

void Shared::note(const RouteEntry* entry, Asked asked, const Response& answer, std::string_view id,
                  Time began) const {
    if (!options.metrics && !options.access_log) return;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (options.metrics) options.metrics->count(entry, answer.status, took.count());
    if (options.access_log)
        options.access_log->info("{} {} {} {} {} {:.1f}ms {}", asked.peer.empty() ? "-" : asked.peer, asked.method, entry ? entry->pattern : "-", answer.status,
                                 answer.content().size(), took.count() * 1000, id);
}

Response Shared::run(const RouteEntry& entry, const Request& request) const {
    try {
        return entry.route.handler(request);
    } catch (...) {
        return problem_of_exception(entry.pattern, request.id);
    }
}

Response Shared::problem_of_exception(std::string_view pattern, std::string_view id) const {
    Refusal refusal{.code = "bug"};
    try {
        throw;
    } catch (const Fault& e) {
        spdlog::error("fault in {} ({}): {}", pattern, id, e.what());
        refusal.code = "fault";
    } catch (const std::exception& e) {
        spdlog::critical("bug in {} ({}): {}", pattern, id, e.what());
    } catch (...) {
        spdlog::critical("bug in {} ({}): an exception of unknown type", pattern, id);
    }
    return problem(refusal, texts);
}

Loop::Loop(Shared& all) : shared(all), timer_(io), work_(io.get_executor()), constants_(all.router.entries().size()) {
    const Options& o = shared.options;
    const auto shortest = std::min({o.header_timeout, o.body_timeout, o.write_timeout, o.idle_timeout, o.stop_timeout});
    tick_length_ = std::clamp(shortest / 4, Milliseconds(10), Milliseconds(500));
    gate->loop = this;
}

Loop::~Loop() {
    const std::lock_guard lock(gate->mutex);
    gate->loop = nullptr;
}

void Loop::run() {
    now = std::chrono::steady_clock::now();
    wait_for_tick();
    io.run();
}

void Loop::adopt(int socket, bool v6) {
    boost::asio::post(io, [this, socket, v6] {
        namespace ip = boost::asio::ip;
        boost::asio::ip::tcp::socket taken(io);
        boost::system::error_code failed;
        taken.assign(v6 ? ip::tcp::v6() : ip::tcp::v4(), socket, failed);
        if (failed) return;
        now = std::chrono::steady_clock::now();
        std::make_shared<Connection>(*this, std::move(taken))->start();
    });
}

void Loop::deliver() {
    {
        const std::lock_guard lock(gate->mutex);
        delivering_.swap(gate->answered);
    }
    for (auto& one : delivering_)
        if (const auto c = one.connection.lock()) c->reply(one.entry, one.began, std::move(one.response), one.id, one.method);
    delivering_.clear();
}

void Loop::stop() {
    boost::asio::post(io, [this] {
        stop_by_ = std::chrono::steady_clock::now() + shared.options.stop_timeout;
        for (Connection* c = first_; c;) {
            Connection* next = c->after;
            c->stop();
            c = next;
        }
        end_when_empty();
    });
}

void Loop::end_when_empty() {
    if (!stop_by_ || first_) return;
    work_.reset();
    timer_.cancel();
}

void Loop::wait_for_tick() {
    timer_.expires_after(tick_length_);
    timer_.async_wait([this](boost::system::error_code failed) {
        if (failed) return;
        tick();
        if (!stop_by_ || first_) wait_for_tick();
    });
}

void Loop::tick() {
    now = std::chrono::steady_clock::now();
    const bool drop = stop_by_ && now > *stop_by_;
    for (Connection* c = first_; c;) {
        Connection* next = c->after;
        if (drop)
            c->close();
        else
            c->check_time(now);
        c = next;
    }
    if (!shared.options.metrics) return;
    Metrics& metrics = *shared.options.metrics;
    for (size_t i = 0; i < constants_.size(); ++i)
        if (uint64_t& answers = constants_[i].answers) {
            metrics.count_constant(i, answers);
            answers = 0;
        }
    metrics.set_connections(shared.open.load());
    metrics.set_waiting(static_cast<int64_t>(shared.workers->waiting()));
}

std::string_view Loop::date() {
    const std::time_t second = std::time(nullptr);
    if (second != second_) {
        std::tm parts{};
        gmtime_r(&second, &parts);
        constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        date_ = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[parts.tm_wday], parts.tm_mday,
                            months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
        second_ = second;
    }
    return date_;
}

const std::string& Loop::constant(const RouteEntry& entry) {
    Constant& c = constants_[entry.number];
    ++c.answers;
    const std::string_view when = date();
    if (c.second != second_) {
        const Response& answer = *entry.route.constant;
        c.bytes = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", answer.status, reason_phrase(answer.status), when);
        c.bytes += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n",
                               answer.content_type, answer.content().size());
        c.bytes.append("X-Content-Type-Options: nosniff\r\n").append(policy_line).append(referrer_line);
        for (const auto& [name, value] : answer.headers) c.bytes += name + ": " + value + "\r\n";
        c.bytes += "\r\n" + answer.content();
        c.second = second_;
    }
    return c.bytes;
}

std::string Loop::next_id() {
    return fmt::format("{}{:04x}{:08x}", shared.id_prefix, (reinterpret_cast<uintptr_t>(this) >> 12) & 0xffff, ++ids_);
}

void Loop::link(Connection& c) {
    c.after = first_;
    if (first_) first_->before = &c;
    first_ = &c;
    shared.open.fetch_add(1, std::memory_order_relaxed);
}

void Loop::unlink(Connection& c) {
    (c.before ? c.before->after : first_) = c.after;
    if (c.after) c.after->before = c.before;
    c.before = c.after = nullptr;
    shared.open.fetch_sub(1, std::memory_order_relaxed);
    end_when_empty();
}

}  // namespace leye::http
