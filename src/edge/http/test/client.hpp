#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <doctest/doctest.h>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "edge/http/server.hpp"

/// What tests of the transport stand on: a server on a free port and a client that sends any bytes.
namespace leye::http::test {

/// A plain socket to the server; reads end with «nothing came for 5 s» as a failed test.
class Client {
  public:
    explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    }
    Client(const Client&) = delete;
    ~Client() { ::close(socket_); }

    /// Sends all the bytes; false where the server does not take them any more.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<size_t>(n));
        }
        return true;
    }
    /// One answer: head and body. Empty where the connection closed.
    std::string answer(bool head_only = false) {
        size_t end;
        while ((end = seen_.find("\r\n\r\n")) == seen_.npos)
            if (!more()) return std::exchange(seen_, {});
        size_t length = 0;
        const size_t at = seen_.find("Content-Length: ");
        if (!head_only && at != seen_.npos && at < end) length = std::stoul(seen_.substr(at + 16));
        while (seen_.size() < end + 4 + length)
            if (!more()) break;
        std::string out = seen_.substr(0, end + 4 + length);
        seen_.erase(0, out.size());
        return out;
    }
    /// True where the server closes without sending anything more.
    bool is_closed() {
        while (more()) {
        }
        return seen_.empty();
    }
    std::string ask(std::string_view bytes) {
        send(bytes);
        return answer();
    }
    void finish() { ::shutdown(socket_, SHUT_WR); }

  private:
    bool more() {
        pollfd wait{socket_, POLLIN, 0};
        if (::poll(&wait, 1, 5000) <= 0) {
            FAIL_CHECK("the server did not answer");
            return false;
        }
        char bytes[65536];
        const ssize_t n = ::recv(socket_, bytes, sizeof bytes, 0);
        if (n <= 0) return false;
        seen_.append(bytes, static_cast<size_t>(n));
        return true;
    }
    int socket_;
    std::string seen_;
};

class NoTexts : public Texts {
  public:
    std::optional<Text> find(std::string_view code) const override {
        const std::pair<std::string_view, int> known[] = {
            {"not_found", 404},        {"method_not_allowed", 405}, {"body_too_large", 413}, {"header_too_large", 431},
            {"request_invalid", 400},  {"timeout", 408},            {"overloaded", 503},     {"fault", 503},
            {"bug", 500},              {"target_too_long", 414},    {"expectation_unknown", 417}};
        for (const auto& [name, status] : known)
            if (name == code) return Text{.status = status, .zh = std::string(code), .en = std::string(code)};
        return std::nullopt;
    }
};

/// A running server; stops at the end.
class Running {
  public:
    Running(Options options, Router router) {
        options.listen = "127.0.0.1:0";
        server_ = std::make_unique<Server>(std::move(options), std::move(router), texts_);
        thread_ = std::thread([this] { server_->run(); });
    }
    ~Running() { stop(); }
    void stop() {
        server_->stop();
        if (thread_.joinable()) thread_.join();
    }
    Server& server() { return *server_; }
    int port() const { return server_->port(); }

  private:
    NoTexts texts_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

inline int status_of(const std::string& answer) { return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0; }
inline std::string body_of(const std::string& answer) { return answer.substr(std::min(answer.size(), answer.find("\r\n\r\n") + 4)); }
inline bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace leye::http::test
