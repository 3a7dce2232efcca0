#include "edge/http/server.hpp"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <thread>

#include "base/id.hpp"
#include "base/text.hpp"
#include "edge/http/loop.hpp"

namespace leye::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

tcp::endpoint endpoint_of(const std::string& listen) {
    const size_t colon = listen.rfind(':');
    std::string address = listen.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    boost::system::error_code failed;
    const auto parsed = asio::ip::make_address(address.empty() ? "0.0.0.0" : address == "localhost" ? "127.0.0.1" : address, failed);
    const std::string port = colon == listen.npos ? "" : listen.substr(colon + 1);
    const bool digits = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == port.npos;
    if (failed || !digits || std::stoi(port) > 65535)
        throw Fault("cannot listen on «" + listen + "»: wanted is ADDRESS:PORT, like 127.0.0.1:8080");
    return {parsed, static_cast<unsigned short>(std::stoi(port))};
}

}  // namespace

struct Server::Inside {
    Inside(Options options, Router router, const Texts& texts)
        : shared{std::move(options), std::move(router), texts, {}, {}, {}, {}, {}},
          endpoint(endpoint_of(shared.options.listen)),
          signals(accepting) {
        shared.files = StaticFiles::read(shared.options.static_folder);
        shared.id_prefix = text::hex(random_bytes(4));
        if (shared.options.metrics) shared.options.metrics->prepare(shared.router);
        const auto problem = [&](const boost::system::error_code& failed) {
            if (failed) throw Fault("cannot listen on " + shared.options.listen + ": " + failed.message());
        };
        boost::system::error_code failed;
        acceptor.open(endpoint.protocol(), failed), problem(failed);
        acceptor.set_option(tcp::acceptor::reuse_address(true), failed), problem(failed);
        acceptor.bind(endpoint, failed), problem(failed);
        acceptor.listen(4096, failed), problem(failed);
        acceptor.non_blocking(true, failed), problem(failed);
        port = acceptor.local_endpoint().port();
        shared.workers = std::make_unique<Workers>(std::max(1, shared.options.workers), shared.options.queue_max);
        for (int i = 0; i < std::max(1, shared.options.io_threads); ++i) loops.push_back(std::make_unique<Loop>(shared));
    }

    void accept() {
        acceptor.async_wait(tcp::acceptor::wait_read, [this](boost::system::error_code failed) {
            if (failed || shared.stopping) return;
            for (;;) {
                const int socket = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
                if (socket >= 0) {
                    loops[next++ % loops.size()]->adopt(socket, endpoint.address().is_v6());
                } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
                    return accept();
                } else if (errno != EINTR && errno != ECONNABORTED) {
                    // Out of files or memory: connections wait in the kernel until some have closed.
                    spdlog::error("a connection cannot be accepted: {}", std::generic_category().message(errno));
                    pause.expires_after(std::chrono::milliseconds(100));
                    return pause.async_wait([this](boost::system::error_code cancelled) {
                        if (!cancelled) accept();
                    });
                }
            }
        });
    }

    void end() {
        asio::post(accepting, [this] {
            if (shared.stopping.exchange(true)) return;
            boost::system::error_code ignored;
            acceptor.close(ignored);
            pause.cancel();
            signals.cancel(ignored);
            for (auto& loop : loops) loop->stop();
            work.reset();
        });
    }

    Shared shared;
    tcp::endpoint endpoint;
    int port = 0;
    size_t next = 0;
    asio::io_context accepting{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{accepting.get_executor()};
    tcp::acceptor acceptor{accepting};
    asio::steady_timer pause{accepting};
    asio::signal_set signals;
    std::vector<std::unique_ptr<Loop>> loops;
};

Server::Server(Options options, Router router, const Texts& texts)
    : inside_(std::make_unique<Inside>(std::move(options), std::move(router), texts)) {}

Server::~Server() {
    // Handlers end before the loops they answer to, and from here on nobody begins one.
    for (auto& loop : inside_->loops) {
        const std::lock_guard lock(loop->gate->mutex);
        loop->gate->working = false;
    }
    inside_->shared.workers.reset();
}

void Server::run() {
    Inside& in = *inside_;
    in.accept();
    if (in.shared.options.stop_on_signals) {
        in.signals.add(SIGINT);
        in.signals.add(SIGTERM);
        in.signals.async_wait([&in](boost::system::error_code failed, int) {
            if (!failed) in.end();
        });
    }
    std::vector<std::thread> threads;
    for (auto& loop : in.loops) threads.emplace_back([&loop] { loop->run(); });
    in.accepting.run();
    for (auto& thread : threads) thread.join();
}

void Server::stop() { inside_->end(); }

int Server::port() const { return inside_->port; }

std::shared_ptr<spdlog::logger> make_access_log(const std::string& file) try {
    static const auto pool = std::make_shared<spdlog::details::thread_pool>(8192, 1);
    spdlog::sink_ptr sink;
    if (file == "-")
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
    auto out = std::make_shared<spdlog::async_logger>("access", sink, pool, spdlog::async_overflow_policy::overrun_oldest);
    out->flush_on(spdlog::level::info);
    out->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %v", spdlog::pattern_time_type::utc);
    return out;
} catch (const spdlog::spdlog_ex& e) {
    throw Fault(std::string("the access log cannot be written: ") + e.what());
}

}  // namespace leye::http
