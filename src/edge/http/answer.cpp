#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include "edge/http/connection.hpp"

namespace leye::http {
namespace {

/// A request in a handler's hands: takes one answer back to its loop, from any thread and however late.
class Call : public Done::Target, public std::enable_shared_from_this<Call> {
  public:
    Call(Loop& loop, std::weak_ptr<Connection> connection, const RouteEntry& entry, Time began, const Request& request)
        : gate_(loop.gate), shared_(loop.shared), connection_(std::move(connection)), entry_(entry), began_(began), id_(request.id), method_(request.method) {}
    Call(const Call&) = delete;
    ~Call() override {
        if (answered_) return;
        const std::lock_guard lock(gate_->mutex);
        if (gate_->loop) post(problem(Refusal{.code = "bug"}, gate_->loop->shared.texts));
    }

    void answer(Response response) override {
        const std::lock_guard lock(gate_->mutex);
        if (gate_->loop && !answered_) post(std::move(response));
        answered_ = true;
    }

    void answer_from(std::function<Response()> make) override {
        {
            const std::lock_guard lock(gate_->mutex);
            if (!gate_->working) return;
            auto job = [call = shared_from_this(), make] { call->answer(call->made(make)); };
            if (gate_->loop->shared.workers->post(std::move(job))) return;
        }
        answer(made(make));  // what is done is answered, however long the queue
    }

  private:
    Response made(const std::function<Response()>& make) const {
        try {
            return make();
        } catch (...) {
            return shared_.problem_of_exception(entry_.pattern, id_);
        }
    }
    // One wake-up for all that is answered until the loop turns to it: a commit answers many at once.
    void post(Response response) {
        auto& answered = gate_->answered;
        answered.push_back({connection_, &entry_, began_, id_, method_, std::move(response)});
        if (answered.size() == 1) boost::asio::post(gate_->loop->io, [loop = gate_->loop] { loop->deliver(); });
    }

    std::shared_ptr<Gate> gate_;
    const Shared& shared_;  // outlives the workers, and nobody else makes answers
    std::weak_ptr<Connection> connection_;
    const RouteEntry& entry_;
    Time began_;
    std::string id_, method_;
    bool answered_ = false;
};

}  // namespace

void Connection::dispatch(Request request, const RouteEntry& entry, Time began) {
    Shared& shared = loop_.shared;
    if (entry.route.constant || entry.route.inline_) {
        const Response answer = entry.route.constant ? *entry.route.constant : shared.run(entry, request);
        append(answer, request.id, request.method == "HEAD");
        shared.note(&entry, {request.method, request.peer}, answer, request.id, began);
        return;
    }
    state_ = State::working;
    const auto call = std::make_shared<Call>(loop_, weak_from_this(), entry, began, request);
    const std::string id = request.id, method = request.method;
    const bool taken = shared.workers->post([call, &shared, &entry, request = std::move(request)]() mutable {
        if (entry.route.handler) return call->answer(shared.run(entry, request));
        const std::string name = request.id;
        try {
            entry.route.deferred(std::move(request), Done(call));
        } catch (...) {
            call->answer(shared.problem_of_exception(entry.pattern, name));
        }
    });
    if (!taken) call->answer(problem(Refusal{.code = "overloaded", .details = {{"retry_after_s", "1"}, {"seconds", "1"}}}, shared.texts));
}

void Connection::answer_unrouted(const Request& request, const std::string& allow) {
    const Shared& shared = loop_.shared;
    std::optional<Response> answer;
    const std::string& prefix = shared.options.api_prefix;
    const bool api = request.path.starts_with(prefix) && (request.path.size() == prefix.size() || request.path[prefix.size()] == '/');
    if (!allow.empty()) {
        answer = problem(Refusal{.code = "method_not_allowed"}, shared.texts).with("Allow", allow);
    } else if (!api && (request.method == "GET" || request.method == "HEAD")) {
        answer = shared.files.find(request.path, request.header("accept-encoding").value_or(""),
                                   request.header("if-none-match").value_or(""));
    }
    if (!answer) answer = problem(Refusal{.code = "not_found"}, shared.texts);
    append(*answer, request.id, request.method == "HEAD");
    shared.note(nullptr, {request.method, request.peer}, *answer, request.id, loop_.now);
}

void Connection::refuse_and_close(std::string code, std::string detail) {
    arriving_.reset();
    state_ = State::idle;
    keep_alive_ = false;
    Refusal refusal{.code = std::move(code)};
    if (!detail.empty()) refusal.details = {{"limit", detail}, {"what", detail}};
    if (refusal.code == "overloaded") refusal.details = {{"retry_after_s", "5"}, {"seconds", "5"}};
    const Response answer = problem(refusal, loop_.shared.texts);
    const std::string id = loop_.next_id();
    append(answer, id, false);
    loop_.shared.note(nullptr, {"-", peer_}, answer, id, loop_.now);
}

void Connection::append(const Response& answer, std::string_view id, bool head_only) {
    std::string& out = loop_.out;
    if (!keep_alive_ || loop_.shared.stopping.load(std::memory_order_relaxed)) close_after_ = true;
    const std::string& content = answer.content();
    const auto to = std::back_inserter(out);
    fmt::format_to(to, "HTTP/1.1 {} {}\r\nDate: {}\r\n", answer.status, reason_phrase(answer.status), loop_.date());
    const bool bodiless = answer.status == 204 || answer.status == 304;
    if (!bodiless) {
        if (!answer.content_type.empty()) fmt::format_to(to, "Content-Type: {}\r\n", answer.content_type);
        fmt::format_to(to, "Content-Length: {}\r\n", content.size());
    }
    if (close_after_)
        out += "Connection: close\r\n";
    else if (old_)
        out += "Connection: keep-alive\r\n";
    fmt::format_to(to, "X-Request-Id: {}\r\nX-Content-Type-Options: nosniff\r\n", id);
    if (!answer.find_header("cache-control")) out += "Cache-Control: no-store\r\n";
    if (!answer.find_header("content-security-policy")) out += policy_line;
    if (!answer.find_header("referrer-policy")) out += referrer_line;
    for (const auto& [name, value] : answer.headers) fmt::format_to(to, "{}: {}\r\n", name, value);
    out += "\r\n";
    if (!bodiless && !head_only) out += content;
}

}  // namespace leye::http
