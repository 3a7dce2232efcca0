#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <vector>

#include "base/json.hpp"
#include "edge/http/test/client.hpp"

using namespace leye;
using namespace leye::http;
using namespace leye::http::test;
using namespace std::chrono_literals;

namespace {

/// Holds handlers until it is opened.
class Barrier {
  public:
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void pass() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void until_waiting(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int waiting_ = 0;
};

// True once the condition holds; sockets have no clock that could be moved.
bool within_5s(const std::function<bool()>& condition) {
    for (const auto end = std::chrono::steady_clock::now() + 5s; std::chrono::steady_clock::now() < end; std::this_thread::yield())
        if (condition()) return true;
    return false;
}

Router library() {
    Router router;
    router.add("GET", "/healthz", {.constant = std::make_shared<Response>(text_response("ok\n"))});
    router.add("GET", "/v1/cards/{number}", {.handler = [](const Request& r) {
                   return text_response("card " + r.param("number") + " " + r.query("q").value_or("-"));
               }});
    router.add("POST", "/v1/cards", {.handler = [](const Request& r) { return text_response(r.body, 201); }});
    router.add("POST", "/v1/books", {.handler = [](const Request& r) { return text_response(std::to_string(r.body.size())); },
                                     .body_max = 4 << 20});
    router.add("GET", "/v1/big", {.handler = [](const Request&) { return text_response(std::string(8 << 20, 'x')); }});
    router.add("GET", "/v1/inline", {.handler = [](const Request& r) { return text_response(r.peer); }, .inline_ = true});
    router.add("GET", "/v1/fault", {.handler = [](const Request&) -> Response { throw Fault("the shelf fell over"); }});
    router.add("GET", "/v1/bug", {.handler = [](const Request&) -> Response { throw Bug("two cards with one number"); }});
    router.add("GET", "/v1/later", {.deferred = [](Request r, Done done) {
                   std::thread([r, done] { done(text_response("later " + r.path)); }).detach();
               }});
    router.add("GET", "/v1/forgotten", {.deferred = [](Request, Done) {}});
    return router;
}

std::string get(std::string_view path, std::string_view more = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: library\r\n" + std::string(more) + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view more = "") {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: library\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(more) + "\r\n" + std::string(body);
}

}  // namespace

TEST_CASE("one connection carries many requests, alone or many at once, answered in order") {
    Running running({}, library());
    Client client(running.port());
    for (int i = 0; i < 3; ++i) {
        const std::string answer = client.ask(get("/v1/cards/7?q=%E5%8E%86%20a+b"));
        CHECK(status_of(answer) == 200);
        CHECK(body_of(answer) == "card 7 历 a b");
        CHECK(has(answer, "X-Request-Id: "));
        CHECK(has(answer, "Cache-Control: no-store"));
        CHECK(has(answer, "X-Content-Type-Options: nosniff"));
    }
    std::string many;
    for (int i = 0; i < 50; ++i) many += get(i % 3 == 0 ? "/healthz" : i % 3 == 1 ? "/v1/cards/" + std::to_string(i) : "/v1/later");
    REQUIRE(client.send(many));
    for (int i = 0; i < 50; ++i)
        CHECK(body_of(client.answer()) == (i % 3 == 0 ? "ok\n" : i % 3 == 1 ? "card " + std::to_string(i) + " -" : "later /v1/later"));
}

TEST_CASE("HEAD gets the head alone and keeps the connection") {
    Running running({}, library());
    Client client(running.port());
    for (const auto* path : {"/healthz", "/v1/cards/7"}) {
        client.send("HEAD " + std::string(path) + " HTTP/1.1\r\nHost: library\r\n\r\n");
        const std::string answer = client.answer(true);
        CHECK(status_of(answer) == 200);
        CHECK(has(answer, "Content-Length: "));
    }
    CHECK(body_of(client.ask(get("/v1/cards/8"))) == "card 8 -");
}

TEST_CASE("an unknown path is 404, an unknown method 405 with what is allowed") {
    Running running({}, library());
    Client client(running.port());
    CHECK(status_of(client.ask(get("/v1/nothing"))) == 404);
    CHECK(status_of(client.ask(get("/v1/cards/%zz"))) == 404);
    const std::string answer = client.ask("DELETE /v1/cards/7 HTTP/1.1\r\nHost: library\r\n\r\n");
    CHECK(status_of(answer) == 405);
    CHECK(has(answer, "Allow: GET, HEAD\r\n"));
    CHECK(has(answer, "application/problem+json"));
    CHECK(has(answer, "\"code\":\"method_not_allowed\""));
}

TEST_CASE("a body comes by length or in chunks, in any pieces") {
    Running running({}, library());
    Client client(running.port());
    CHECK(body_of(client.ask(post("/v1/cards", "hello"))) == "hello");
    const std::string head = "POST /v1/cards HTTP/1.1\r\nHost: library\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string body = "5\r\nhello\r\n7;note=1\r\n, world\r\n0\r\nTrailer: x\r\n\r\n";
    CHECK(body_of(client.ask(head + body)) == "hello, world");
    for (const char c : head + body) REQUIRE(client.send({&c, 1}));
    CHECK(body_of(client.answer()) == "hello, world");
    const std::string large(3 << 20, 'b');
    CHECK(body_of(client.ask(post("/v1/books", large))) == std::to_string(large.size()));
    CHECK(body_of(client.ask(post("/v1/cards", "x") + get("/healthz"))) == "x");
    CHECK(body_of(client.answer()) == "ok\n");
}

TEST_CASE("a client that waits for 100 Continue is told to go on") {
    Running running({}, library());
    Client client(running.port());
    client.send("POST /v1/cards HTTP/1.1\r\nHost: library\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.answer() == "HTTP/1.1 100 Continue\r\n\r\n");
    CHECK(body_of(client.ask("hello")) == "hello");
    CHECK(status_of(Client(running.port()).ask(get("/healthz", "Expect: a miracle\r\n"))) == 417);
}

TEST_CASE("bodies share a bounded memory: past it a request is told when to come back, and given back it serves the next") {
    Options options;
    options.bodies_max = 100'000;
    Running running(options, library());
    const std::string card(30'000, 'x');
    {
        Client slow(running.port());
        slow.send("POST /v1/cards HTTP/1.1\r\nHost: library\r\nContent-Length: 80000\r\nExpect: 100-continue\r\n\r\n");
        CHECK(slow.answer() == "HTTP/1.1 100 Continue\r\n\r\n");
        const std::string answer = Client(running.port()).ask(post("/v1/cards", card));
        CHECK(status_of(answer) == 503);
        CHECK(has(answer, "Retry-After: 5"));
    }
    CHECK(within_5s([&] { return status_of(Client(running.port()).ask(post("/v1/cards", card))) == 201; }));
    for (int i = 0; i < 10; ++i) CHECK(status_of(Client(running.port()).ask(post("/v1/cards", card))) == 201);
}

TEST_CASE("only who is known sends more than anybody may, where a route takes it") {
    Options options;
    options.may_send_large = [](const Request& r) { return r.cookie("member") == "yes"; };
    Running running(options, library());
    const std::string book(2 << 20, 'x');
    CHECK(body_of(Client(running.port()).ask(post("/v1/books", book, "Cookie: member=yes\r\n"))) == std::to_string(book.size()));
    CHECK(status_of(Client(running.port()).ask(post("/v1/books", book))) != 200);
    CHECK(body_of(Client(running.port()).ask(post("/v1/books", "small"))) == "5");
}

TEST_CASE("a body larger than the route takes is refused with 413, told by length or not") {
    Running running({}, library());
    const std::string large(10 << 20, 'x');
    Client by_length(running.port());
    by_length.send(post("/v1/cards", large));
    const std::string answer = by_length.answer();
    CHECK(status_of(answer) == 413);
    CHECK(has(answer, "Connection: close"));
    Client by_chunks(running.port());
    by_chunks.send("POST /v1/cards HTTP/1.1\r\nHost: library\r\nTransfer-Encoding: chunked\r\n\r\na00000\r\n" + large + "\r\n0\r\n\r\n");
    CHECK(status_of(by_chunks.answer()) == 413);
    Client many_chunks(running.port());
    std::string chunks;
    for (int i = 0; i < 40; ++i) chunks += "10000\r\n" + large.substr(0, 65536) + "\r\n";
    many_chunks.send("POST /v1/cards HTTP/1.1\r\nHost: library\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    CHECK(status_of(many_chunks.answer()) == 413);
    Client waiting(running.port());
    waiting.send("POST /v1/cards HTTP/1.1\r\nHost: library\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
    CHECK(status_of(waiting.answer()) == 413);
}

TEST_CASE("requests that two servers could read differently are refused and the connection closed") {
    Running running({}, library());
    const std::string bodies = "5\r\nhello\r\n0\r\n\r\n";
    const std::string hostile[] = {
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + bodies,
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + bodies,
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + bodies,
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n" + bodies,
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n" + bodies,
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + bodies,
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n" + bodies,
        "POST /v1/cards HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + bodies,
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nhello",
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello",
        "POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "GET /v1/cards/1 HTTP/1.1\nHost: a\n\n",
        "GET /v1/cards/1 HTTP/1.1\r\nHost: a\nX: y\r\n\r\n",
        "GET /v1/cards/1 HTTP/1.1\r\nHost: a\r\nX: y\rz\r\n\r\n",
        "GET /v1/cards/1 HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\n\r\n",
        "GET /v1/cards/1 HTTP/1.1\r\nX: y\r\n\r\n",
        "GET /v1/cards/1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /v1/cards/1 HTTP/1.1\r\nHost: a, b\r\n\r\n",
        "GET /v1/cards/1 HTTP/1.1\r\nHost:\r\n\r\n",
        "GET /v1/cards/1 HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET cards HTTP/1.1\r\nHost: a\r\n\r\n",
        std::string("GET /v1/cards/1 HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 43),
        "\x16\x03\x01\x02\x00\x01\r\n\r\n",
    };
    for (const std::string& request : hostile) {
        CAPTURE(request);
        Client client(running.port());
        client.send(request + get("/healthz"));
        const std::string answer = client.answer();
        CHECK(status_of(answer) == 400);
        CHECK(has(answer, "Connection: close"));
        client.finish();
        CHECK(client.is_closed());
    }
    CHECK(status_of(Client(running.port()).ask(get("/healthz"))) == 200);
}

TEST_CASE("a chunk's extension cannot grow without bound") {
    Running running({}, library());
    Client client(running.port());
    client.send("POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=" + std::string(1 << 20, 'y'));
    CHECK(status_of(client.answer()) == 400);
}

TEST_CASE("headers and targets have limits") {
    Running running({}, library());
    CHECK(status_of(Client(running.port()).ask(get("/healthz", "X: " + std::string(40'000, 'y') + "\r\n"))) == 431);
    CHECK(status_of(Client(running.port()).ask(get("/healthz", "X: " + std::string(30'000, 'y') + "\r\n"))) == 200);
    CHECK(status_of(Client(running.port()).ask(get("/" + std::string(9'000, 'y')))) == 414);
    std::string many;
    for (int i = 0; i < 200; ++i) many += "X" + std::to_string(i) + ": y\r\n";
    CHECK(status_of(Client(running.port()).ask(get("/healthz", many))) == 431);
}

TEST_CASE("what takes too long is ended: headers, bodies, idleness and clients that do not read") {
    Options options;
    options.metrics = std::make_shared<Metrics>();
    options.header_timeout = options.body_timeout = options.idle_timeout = options.write_timeout = 80ms;
    Running running(options, library());
    Client slow_head(running.port()), slow_body(running.port()), idle(running.port()), deaf(running.port());
    slow_head.send("GET /healthz HTTP/1.1\r\nHo");
    slow_body.send("POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhel");
    deaf.send(get("/v1/big") + get("/v1/big"));
    CHECK(status_of(slow_head.answer()) == 408);
    CHECK(status_of(slow_body.answer()) == 408);
    CHECK(idle.is_closed());
    CHECK(within_5s([&] { return has(options.metrics->text(), "leye_http_connections 0"); }));
    CHECK(deaf.answer().size() < (8 << 20));
}

TEST_CASE("a large answer reaches a client that reads late, and what follows it too") {
    Running running({}, library());
    Client client(running.port());
    client.send(get("/v1/big") + get("/healthz") + get("/v1/cards/3"));
    CHECK(body_of(client.answer()).size() == (8 << 20));
    CHECK(body_of(client.answer()) == "ok\n");
    CHECK(body_of(client.answer()) == "card 3 -");
}

TEST_CASE("a handler's fault is 503, its bug 500, and the server lives") {
    Running running({}, library());
    Client client(running.port());
    const std::string fault = client.ask(get("/v1/fault"));
    CHECK(status_of(fault) == 503);
    CHECK(has(fault, "Retry-After: "));
    CHECK_FALSE(has(fault, "shelf"));
    const std::string bug = client.ask(get("/v1/bug"));
    CHECK(status_of(bug) == 500);
    CHECK_FALSE(has(bug, "two cards"));
    CHECK(status_of(client.ask(get("/v1/forgotten"))) == 500);
    CHECK(status_of(client.ask(get("/v1/cards/1"))) == 200);
}

TEST_CASE("more requests than the queue holds are told to come back, and health still answers") {
    Barrier barrier;
    Router router = library();
    router.add("GET", "/v1/wait", {.handler = [&](const Request&) { return barrier.pass(), text_response("done"); }});
    Running running({.workers = 2, .queue_max = 3}, std::move(router));
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 2; ++i) clients.push_back(std::make_unique<Client>(running.port()));
    for (auto& c : clients) c->send(get("/v1/wait"));
    barrier.until_waiting(2);
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<Client>(running.port()));
        clients.back()->send(get("/v1/wait"));
    }
    CHECK(status_of(Client(running.port()).ask(get("/healthz"))) == 200);
    barrier.open();
    int done = 0, later = 0;
    for (auto& c : clients) {
        const std::string answer = c->answer();
        done += status_of(answer) == 200;
        later += status_of(answer) == 503 && has(answer, "Retry-After: 1\r\n");
    }
    CHECK(done + later == 12);
    CHECK(done >= 2);
    CHECK(later >= 1);
}

TEST_CASE("a stopping server finishes what is in flight, closes the idle and takes nothing new") {
    Barrier barrier;
    Router router = library();
    router.add("GET", "/v1/wait", {.handler = [&](const Request&) { return barrier.pass(), text_response("done"); }});
    Running running({}, std::move(router));
    Client busy(running.port()), idle(running.port());
    CHECK(status_of(idle.ask(get("/healthz"))) == 200);
    busy.send(get("/v1/wait") + get("/healthz"));
    barrier.until_waiting(1);
    running.server().stop();
    CHECK(idle.is_closed());
    barrier.open();
    const std::string answer = busy.answer();
    CHECK(body_of(answer) == "done");
    CHECK(has(answer, "Connection: close"));
    busy.finish();
    CHECK(busy.is_closed());
    running.stop();
}

TEST_CASE("stopping has a bound even where a deferred answer never comes") {
    Router router = library();
    std::vector<Done> kept;
    std::mutex mutex;
    router.add("GET", "/v1/never", {.deferred = [&](Request, Done done) {
                   const std::lock_guard lock(mutex);
                   kept.push_back(std::move(done));
               }});
    {
        Running running({.stop_timeout = 100ms}, std::move(router));
        Client client(running.port());
        client.send(get("/v1/never") + get("/healthz"));
        for (bool there = false; !there;) {
            const std::lock_guard lock(mutex);
            there = !kept.empty();
        }
        running.stop();
        CHECK(client.is_closed());
    }
    kept.front()(text_response("too late"));  // the server is gone; nothing happens
}

TEST_CASE("a hundred clients at once each get their own answers") {
    Running running({}, library());
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 100; ++t)
        threads.emplace_back([&, t] {
            Client client(running.port());
            for (int i = 0; i < 20; ++i) {
                const std::string name = std::to_string(t * 1000 + i);
                good += body_of(client.ask(get("/v1/cards/" + name))) == "card " + name + " -";
                good += body_of(client.ask(post("/v1/cards", name))) == name;
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(good == 100 * 20 * 2);
}

TEST_CASE("HTTP/1.0 and Connection: close end the connection, the absolute form is understood") {
    Running running({}, library());
    Client old(running.port());
    CHECK(body_of(old.ask("GET /healthz HTTP/1.0\r\n\r\n")) == "ok\n");
    old.finish();
    CHECK(old.is_closed());
    Client closing(running.port());
    CHECK(has(closing.ask(get("/healthz", "Connection: close\r\n")), "Connection: close"));
    closing.finish();
    CHECK(closing.is_closed());
    CHECK(body_of(Client(running.port()).ask(get("http://library/v1/cards/9"))) == "card 9 -");
}

TEST_CASE("the peer is the address of the socket, or what a trusted proxy says last") {
    Running plain({}, library());
    CHECK(body_of(Client(plain.port()).ask(get("/v1/inline", "X-Forwarded-For: 1.2.3.4\r\n"))) == "127.0.0.1");
    Running behind({.trusted_proxies = {*Network::parse("127.0.0.0/8")}}, library());
    CHECK(body_of(Client(behind.port()).ask(get("/v1/inline", "X-Forwarded-For: 9.9.9.9, 1.2.3.4\r\n"))) == "1.2.3.4");
    Running elsewhere({.trusted_proxies = {*Network::parse("10.0.0.0/8")}}, library());
    CHECK(body_of(Client(elsewhere.port()).ask(get("/v1/inline", "X-Forwarded-For: 1.2.3.4\r\n"))) == "127.0.0.1");
}

TEST_CASE("a line of the access log names the address that asked, the pattern and the status, and no path or query") {
    const auto file = std::filesystem::temp_directory_path() / ("leye-access-" + std::to_string(::getpid()));
    std::filesystem::remove(file);
    {
        Running running({.trusted_proxies = {*Network::parse("127.0.0.1")}, .access_log = make_access_log(file.string())}, library());
        Client(running.port()).ask(get("/v1/cards/9?q=secret", "X-Forwarded-For: 1.2.3.4\r\n"));
        Client(running.port()).ask(get("/v1/inline"));
        Client(running.port()).ask(get("/v1/nothing"));
    }
    const auto lines = [&] {
        std::ifstream in(file);
        std::vector<std::string> out;
        for (std::string line; std::getline(in, line);) out.push_back(line.substr(line.find(' ') + 1));
        return out;
    };
    REQUIRE(within_5s([&] { return lines().size() == 3; }));
    CHECK(lines()[0].starts_with("1.2.3.4 GET /v1/cards/{number} 200 "));
    CHECK(lines()[1].starts_with("127.0.0.1 GET /v1/inline 200 "));
    CHECK(lines()[2].starts_with("127.0.0.1 GET - 404 "));
    std::filesystem::remove(file);
}

TEST_CASE("pages come from the folder with tags, encodings and the policy of their scripts") {
    const auto folder = std::filesystem::temp_directory_path() / ("leye-pages-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "assets");
    const auto write = [&](const char* name, std::string_view text) { std::ofstream(folder / name) << text; };
    write("index.html", "<title>library</title>");
    write("assets/a1.js", "let a = 1");
    write("assets/a1.js.gz", "zipped");
    Running running({.static_folder = folder.string()}, library());
    std::filesystem::remove_all(folder);
    Client client(running.port());
    const std::string page = client.ask(get("/"));
    CHECK(body_of(page) == "<title>library</title>");
    CHECK(has(page, "Content-Security-Policy: default-src 'self'; script-src 'self';"));
    CHECK(has(page, "frame-ancestors 'none'"));
    CHECK(has(page, "Cache-Control: no-cache"));
    CHECK(body_of(client.ask(get("/cards/mine"))) == "<title>library</title>");
    const std::string script = client.ask(get("/assets/a1.js", "Accept-Encoding: gzip, br\r\n"));
    CHECK(body_of(script) == "zipped");
    CHECK(has(script, "Content-Encoding: gzip"));
    CHECK(has(script, "immutable"));
    CHECK(body_of(client.ask(get("/assets/a1.js"))) == "let a = 1");
    const size_t at = page.find("ETag: ") + 6;
    const std::string tag = page.substr(at, page.find('\r', at) - at);
    const std::string same = client.ask(get("/", "If-None-Match: " + tag + "\r\n"));
    CHECK(status_of(same) == 304);
    CHECK(status_of(client.ask(get("/assets/none.js"))) == 404);
    CHECK(status_of(client.ask(get("/v1/none"))) == 404);
    CHECK(status_of(client.ask(get("/../etc/passwd.txt"))) == 404);
    CHECK(status_of(client.ask(get("/%2e%2e/%2e%2e/etc/passwd.txt"))) == 404);
}

TEST_CASE("metrics count requests by route and status, constant answers included") {
    Options options;
    options.metrics = std::make_shared<Metrics>();
    options.idle_timeout = 200ms;  // numbers of constant answers come every quarter of it
    Router router = library();
    add_metrics(router, options.metrics);
    Running running(options, std::move(router));
    Client(running.port()).ask(get("/v1/cards/1"));
    Client(running.port()).ask(get("/v1/bug"));
    Client(running.port()).ask(get("/healthz"));
    const std::string constant = "leye_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1";
    std::string text;
    CHECK(within_5s([&] {
        text = body_of(Client(running.port()).ask(get("/metrics")));
        return has(text, constant);
    }));
    CHECK(has(text, "leye_http_requests_total{method=\"GET\",route=\"/v1/cards/{number}\",status=\"200\"} 1"));
    CHECK(has(text, "leye_http_requests_total{method=\"GET\",route=\"/v1/bug\",status=\"500\"} 1"));
    CHECK_FALSE(has(text, "cards/1"));
}
