#include <algorithm>
#include <boost/asio/buffer.hpp>

#include "base/text.hpp"
#include "edge/http/connection.hpp"

namespace leye::http {
namespace {

using boost::beast::http::field;

bool equal_letters(std::string_view a, std::string_view b) {
    return text::upper(a) == text::upper(b);
}

// A line feed without a carriage return before it, or a line that continues the one before (obs-fold).
bool has_bad_line(std::string_view head) {
    for (size_t at = 0; (at = head.find('\n', at)) != head.npos; ++at) {
        if (at == 0 || head[at - 1] != '\r') return true;
        if (at + 1 < head.size() && (head[at + 1] == ' ' || head[at + 1] == '\t')) return true;
    }
    return false;
}

// As far as the bytes go: letters, then a blank. A TLS greeting or noise is told at once.
bool begins_with_method(std::string_view bytes) {
    const std::string_view method = bytes.substr(0, std::min<size_t>(bytes.find(' '), 32));
    return std::ranges::all_of(method, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '\r';
    });
}

bool is_host(std::string_view host) {
    return !host.empty() && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(".-:[]_").find(c) != std::string_view::npos;
    });
}

// The target in origin form; empty where it is neither that nor the absolute form.
std::string_view origin_form(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (target.starts_with(scheme)) {
            const size_t slash = target.find('/', scheme.size());
            return slash == target.npos ? "/" : target.substr(slash);
        }
    return target.starts_with('/') ? target : std::string_view();
}

std::string lower(std::string_view name) {
    std::string out(name);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

}  // namespace

size_t Connection::take(std::string_view bytes) { return state_ == State::body ? take_body(bytes) : take_head(bytes); }

size_t Connection::take_head(std::string_view bytes) {
    const Options& options = loop_.shared.options;
    if (bytes.starts_with("\r\n")) return 2;  // RFC 9112 2.2
    if (!loop_.known_head.empty() && bytes.starts_with(loop_.known_head)) {
        begin_request_again();
        return loop_.known_head.size();
    }
    if (!begins_with_method(bytes)) {
        refuse_and_close("request_invalid", "method");
        return 0;
    }
    const size_t end = bytes.find("\r\n\r\n");
    if (end == bytes.npos && bytes.size() > options.target_max + 100 && bytes.find('\n') == bytes.npos) {
        refuse_and_close("target_too_long");
        return 0;
    }
    if (std::min(end, bytes.size()) > options.header_max) {
        refuse_and_close("header_too_large");
        return 0;
    }
    if (has_bad_line(bytes.substr(0, end == bytes.npos ? end : end + 4))) {
        refuse_and_close("request_invalid", "line");
        return 0;
    }
    if (end == bytes.npos) {
        if (state_ == State::idle && bytes != "\r") {
            state_ = State::head;
            set_deadline(options.header_timeout);
        }
        return 0;
    }
    const std::string_view head = bytes.substr(0, end + 4);
    HeadParser& parsed = loop_.head.emplace(options.header_max + 4, size_t{0});
    boost::beast::error_code failed;
    const size_t used = parsed.put(boost::asio::buffer(head.data(), head.size()), failed);
    if (failed || !parsed.is_header_done() || used != head.size()) {
        const bool large = failed == boost::beast::http::error::header_limit;
        refuse_and_close(large ? "header_too_large" : "request_invalid", "head");
        return 0;
    }
    if (!check_head(parsed)) return 0;
    begin_request(parsed, head);
    return head.size();
}

bool Connection::check_head(const HeadParser& parsed) {
    const auto invalid = [this](std::string what) {
        refuse_and_close("request_invalid", std::move(what));
        return false;
    };
    int count = 0;
    if (parsed.version != 10 && parsed.version != 11) return invalid("version");
    old_ = parsed.version == 10;
    const std::string_view host = parsed.find(field::host, count);
    if (count > 1 || (count == 0 && !old_) || (count == 1 && !is_host(host))) return invalid("host");
    const std::string_view coding = parsed.find(field::transfer_encoding, count);
    if (count > 1 || (count == 1 && (old_ || !equal_letters(coding, "chunked")))) return invalid("transfer_encoding");
    const std::string_view length = parsed.find(field::content_length, count);
    const bool digits = !length.empty() && length.find_first_not_of("0123456789") == length.npos;
    if (count > 1 || (count == 1 && (parsed.chunked() || !digits))) return invalid("content_length");
    if (parsed.target.size() > loop_.shared.options.target_max) {
        refuse_and_close("target_too_long");
        return false;
    }
    if (origin_form(parsed.target).empty()) return invalid("target");
    const std::string_view expected = parsed.find(field::expect, count);
    if (count > 1 || (count == 1 && !equal_letters(expected, "100-continue"))) {
        refuse_and_close("expectation_unknown");
        return false;
    }
    keep_alive_ = parsed.keep_alive();
    return true;
}

Request Connection::make_request(const HeadParser& parsed, std::string_view target) const {
    Request out;
    out.method = parsed.method;
    const size_t question = target.find('?');
    out.path = target.substr(0, question);
    if (question != target.npos) out.query_string = target.substr(question + 1);
    out.headers.reserve(parsed.line_count);
    for (size_t i = 0; i < parsed.line_count; ++i)
        out.headers.emplace_back(lower(parsed.lines[i].name), parsed.lines[i].value);
    out.peer = peer_;
    if (const auto& trusted = loop_.shared.options.trusted_proxies; !trusted.empty()) {
        std::vector<std::string_view> forwarded;
        for (const auto& [name, value] : out.headers)
            if (name == "x-forwarded-for") forwarded.push_back(value);
        if (!forwarded.empty()) out.peer = asking_address(peer_, forwarded, trusted);
    }
    out.id = loop_.next_id();
    return out;
}

void Connection::begin_request(const HeadParser& parsed, std::string_view head) {
    state_ = State::idle;
    set_deadline(loop_.shared.options.idle_timeout);
    const Router& router = loop_.shared.router;
    const std::string_view target = origin_form(parsed.target);
    const bool has_body = parsed.chunked() || parsed.content_length().value_or(0) > 0;
    const RouteEntry* literal = router.find_literal(parsed.method, target.substr(0, target.find('?')));
    if (literal && literal->route.constant && !has_body && keep_alive_ && !old_ && parsed.method == "GET" &&
        !loop_.shared.stopping.load(std::memory_order_relaxed)) {
        loop_.out += loop_.constant(*literal);
        if (head.size() <= 1024) loop_.known_head = head, loop_.known_entry = literal;
        return;
    }
    Request request = make_request(parsed, target);
    if (loop_.shared.options.access_log) asking_ = request.peer;
    Router::Match match;
    if (literal)
        match.entry = literal;
    else
        match = router.match(request.method, request.path);
    if (!match.entry) {
        if (has_body) keep_alive_ = false;
        return answer_unrouted(request, match.allow);
    }
    if (!request.query_decodes()) return refuse_and_close("query_encoding");
    request.params = std::move(match.params);
    request.pattern = match.entry->pattern;
    if (!has_body) return dispatch(std::move(request), *match.entry, loop_.now);
    begin_body(parsed, head, std::move(request), *match.entry);
}

void Connection::begin_request_again() {
    state_ = State::idle;
    keep_alive_ = true;
    old_ = false;
    close_after_ = loop_.shared.stopping.load(std::memory_order_relaxed);
    set_deadline(loop_.shared.options.idle_timeout);
    loop_.out += loop_.constant(*loop_.known_entry);
}

// A share of the memory for bodies, given back when the last copy goes; nothing where there is not so much left.
std::shared_ptr<const void> Connection::hold(size_t bytes) const {
    const auto& bodies = loop_.shared.bodies;
    if (bodies->fetch_add(bytes) + bytes > loop_.shared.options.bodies_max) {
        bodies->fetch_sub(bytes);
        return nullptr;
    }
    return {static_cast<const void*>(bodies.get()), [bodies, bytes](const void*) { bodies->fetch_sub(bytes); }};
}

void Connection::begin_body(const HeadParser& parsed, std::string_view head, Request request, const RouteEntry& entry) {
    const Options& options = loop_.shared.options;
    size_t body_max = entry.route.body_max ? entry.route.body_max : options.body_max;
    const uint64_t length = parsed.content_length().value_or(0);
    if (length > body_max) return refuse_and_close("body_too_large", std::to_string(body_max / 1024) + " KB");
    // Whoever is not known yet is not worth more memory than anybody.
    if (body_max > options.body_max && options.may_send_large && !options.may_send_large(request)) {
        if (length > options.body_max) return refuse_and_close("body_needs_session");
        body_max = options.body_max;
    }
    request.held = hold(parsed.chunked() ? body_max : length);
    if (!request.held) return refuse_and_close("overloaded");
    arriving_ = std::make_unique<Arriving>();
    arriving_->entry = &entry;
    arriving_->began = loop_.now;
    arriving_->length = length;
    if (parsed.chunked()) {
        arriving_->chunked = std::make_unique<HeadParser>(options.header_max + 4, body_max);
        boost::beast::error_code failed;
        arriving_->chunked->put(boost::asio::buffer(head.data(), head.size()), failed);
        arriving_->chunked->line_count = 0;  // views into bytes that go
        arriving_->chunked->eager(true);
    } else {
        request.body.reserve(std::min<size_t>(length, 1 << 20));
    }
    int count = 0;
    parsed.find(field::expect, count);
    if (count == 1 && !old_) loop_.out += "HTTP/1.1 100 Continue\r\n\r\n";
    arriving_->request = std::move(request);
    state_ = State::body;
    set_deadline(options.body_timeout);
}

size_t Connection::take_body(std::string_view bytes) {
    const Options& options = loop_.shared.options;
    deadline_ = std::min(loop_.now + options.body_timeout, arriving_->began + 20 * options.body_timeout);
    if (!arriving_->chunked) {
        std::string& body = arriving_->request.body;
        const size_t n = std::min(bytes.size(), arriving_->length - body.size());
        body.append(bytes.substr(0, n));
        if (body.size() == arriving_->length) finish_body();
        return n;
    }
    HeadParser& parser = *arriving_->chunked;
    boost::beast::error_code failed;
    const size_t used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), failed);
    if (parser.body_too_large) {
        refuse_and_close("body_too_large");
        return 0;
    }
    const bool more = failed == boost::beast::http::error::need_more;
    if ((failed && !more) || (more && bytes.size() - used > options.header_max)) {
        refuse_and_close("request_invalid", "chunk");
        return 0;
    }
    if (parser.is_done()) {
        arriving_->request.body = std::move(parser.body);
        finish_body();
    }
    return used;
}

void Connection::finish_body() {
    const auto whole = std::move(arriving_);
    state_ = State::idle;
    set_deadline(loop_.shared.options.idle_timeout);
    dispatch(std::move(whole->request), *whole->entry, whole->began);
}

}  // namespace leye::http
