#include <atomic>
#include <filesystem>
#include <fstream>
#include <vector>

#include "edge/http/test/client.hpp"

using namespace leye;
using namespace leye::http;
using namespace leye::http::test;
using namespace std::chrono_literals;

namespace {

std::atomic<int> handled{0};

Router two_routes() {
    Router router;
    router.add("GET", "/hello", {.handler = [](const Request&) { ++handled; return text_response("hello"); }});
    router.add("POST", "/echo", {.handler = [](const Request& r) { ++handled; return text_response(r.body); }});
    return router;
}

std::string get(std::string_view path, std::string_view more = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: here\r\n" + std::string(more) + "\r\n";
}

Options with(std::chrono::milliseconds Options::* limit, std::chrono::milliseconds value) {
    Options out;
    out.*limit = value;
    return out;
}

}  // namespace

TEST_CASE("no handler sees a request that came behind one whose length is doubtful") {
    Running running({}, two_routes());
    const std::string head = "POST /echo HTTP/1.1\r\nHost: here\r\n", chunks = "0\r\n\r\n";
    const std::pair<const char*, std::string> cases[] = {
        {"identity", head + "Transfer-Encoding: identity\r\n\r\n"},
        {"empty encoding", head + "Transfer-Encoding:\r\n\r\n" + chunks},
        {"quoted encoding", head + "Transfer-Encoding: \"chunked\"\r\n\r\n" + chunks},
        {"control character before chunked", head + "Transfer-Encoding: \x0b" "chunked\r\n\r\n" + chunks},
        {"encoding with a parameter", head + "Transfer-Encoding: chunked;x=y\r\n\r\n" + chunks},
        {"length list", head + "Content-Length: 5, 5\r\n\r\nhello"},
        {"hexadecimal length", head + "Content-Length: 0x5\r\n\r\nhello"},
        {"empty length", head + "Content-Length:\r\n\r\nhello"},
        {"folded length", head + "X-A: b\r\n Content-Length: 5\r\nContent-Length: 0\r\n\r\n"},
        {"folded with a tab", head + "Transfer-Encoding:\r\n\tchunked\r\n\r\n" + chunks},
        {"bare carriage return", head + "X-A: b\rContent-Length: 5\r\n\r\nhello"},
        {"header without a name", head + ": x\r\n\r\n"},
        {"header without a colon", head + "nonsense\r\n\r\n"},
        {"signed chunk size", head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n"},
        {"chunk size beyond 64 bits", head + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n"},
        {"chunk longer than said", head + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"},
        {"method with a bracket", "G(T /hello HTTP/1.1\r\nHost: here\r\n\r\n"},
        {"no version", "GET /hello\r\n\r\n"},
        {"two blanks", "GET  /hello HTTP/1.1\r\nHost: here\r\n\r\n"},
        {"control character in the target", "GET /he\x01llo HTTP/1.1\r\nHost: here\r\n\r\n"},
        {"two hosts with HTTP/1.0", "GET /hello HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"},
    };
    for (const auto& [name, bytes] : cases) {
        CAPTURE(std::string(name));
        handled = 0;
        Client client(running.port());
        client.send(bytes + get("/hello"));
        const std::string answer = client.answer();
        const int status = status_of(answer);
        CHECK((status == 400 || status == 413));
        CHECK(has(answer, "application/problem+json"));
        CHECK(has(answer, "Connection: close"));
        client.finish();
        CHECK(client.is_closed());
        CHECK(handled == 0);
    }
}

TEST_CASE("a client that speaks TLS is refused at its first byte") {
    Running running({}, two_routes());
    CHECK(status_of(Client(running.port()).ask("\x16\x03\x01")) == 400);
}

TEST_CASE("a target or headers without an end are refused before they are all here") {
    Running running({}, two_routes());
    CHECK(status_of(Client(running.port()).ask("GET /" + std::string(9'000, 'a'))) == 414);
    CHECK(status_of(Client(running.port()).ask("GET / HTTP/1.1\r\nHost: a\r\nX-A: " + std::string(40'000, 'a'))) == 431);
    CHECK(status_of(Client(running.port()).ask(get("/hello?q=" + std::string(7'000, 'a')))) == 200);
}

TEST_CASE("a request may arrive byte by byte") {
    Running running({}, two_routes());
    Client client(running.port());
    const std::string chunked = "POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const char c : get("/hello") + chunked + "4\r\nabcd\r\n2;note=x\r\nef\r\n0\r\nTrailer: t\r\n\r\n" + get("/hello"))
        REQUIRE(client.send(std::string_view(&c, 1)));
    CHECK(body_of(client.answer()) == "hello");
    CHECK(body_of(client.answer()) == "abcdef");
    CHECK(body_of(client.answer()) == "hello");
}

TEST_CASE("ten megabytes sent to a route that takes one are answered with a problem") {
    Running running({}, two_routes());
    handled = 0;
    Client client(running.port());
    client.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 10000000\r\n\r\n" + std::string(10'000'000, 'b'));
    const std::string answer = client.answer();
    CHECK(status_of(answer) == 413);
    CHECK(has(body_of(answer), "body_too_large"));
    CHECK(handled == 0);
}

TEST_CASE("headers that trickle in end at the same limit") {
    Running running(with(&Options::header_timeout, 300ms), two_routes());
    Client client(running.port());
    client.send("GET /hello HTTP/1.1\r\nHost: here\r\n");
    const auto began = std::chrono::steady_clock::now();
    while (client.send("X: y\r\n") && std::chrono::steady_clock::now() - began < 5s) std::this_thread::sleep_for(20ms);
    CHECK(std::chrono::steady_clock::now() - began < 4s);
}

TEST_CASE("a chunked body that stops is told that it took too long") {
    Running running(with(&Options::body_timeout, 100ms), two_routes());
    Client client(running.port());
    const std::string answer = client.ask("POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
    CHECK(status_of(answer) == 408);
    CHECK(has(answer, "Connection: close"));
    CHECK(client.is_closed());
}

TEST_CASE("two hundred half-sent requests do not hold up a good one") {
    Running running({}, two_routes());
    std::vector<std::unique_ptr<Client>> halves;
    for (int i = 0; i < 200; ++i) {
        halves.push_back(std::make_unique<Client>(running.port()));
        halves.back()->send(i % 2 ? "GET /hello HTTP/1.1\r\nHost: he"
                                  : "POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nhalf");
    }
    const auto began = std::chrono::steady_clock::now();
    CHECK(body_of(Client(running.port()).ask(get("/hello"))) == "hello");
    CHECK(std::chrono::steady_clock::now() - began < 1s);
}

TEST_CASE("clients that go away in the middle leave the server well") {
    Running running({}, two_routes());
    for (int i = 0; i < 50; ++i) {
        Client half(running.port()), deaf(running.port());
        half.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nab");
        deaf.send(get("/hello") + get("/hello") + get("/hello"));
    }
    CHECK(body_of(Client(running.port()).ask(get("/hello"))) == "hello");
}

TEST_CASE("connections beyond the limit are closed at once") {
    Options options;
    options.connections_max = 2;
    Running running(options, two_routes());
    Client first(running.port()), second(running.port());
    CHECK(status_of(first.ask(get("/hello"))) == 200);
    CHECK(status_of(second.ask(get("/hello"))) == 200);
    CHECK(Client(running.port()).is_closed());
    CHECK(status_of(first.ask(get("/hello"))) == 200);
}

TEST_CASE("nothing outside the folder of pages is served, and no page below the API") {
    namespace fs = std::filesystem;
    const fs::path root = fs::temp_directory_path() / ("leye_pages_" + std::to_string(::getpid()));
    fs::create_directories(root / "pages" / "assets");
    std::ofstream(root / "secret.txt") << "secret";
    std::ofstream(root / "pages" / "index.html") << "<html>";
    {
        Options options;
        options.static_folder = (root / "pages").string();
        Running running(options, two_routes());
        CHECK(body_of(Client(running.port()).ask(get("/cases/123"))) == "<html>");
        CHECK(status_of(Client(running.port()).ask(get("/v1/unknown"))) == 404);
        CHECK(status_of(Client(running.port()).ask(get("/missing.js"))) == 404);
        for (const char* path : {"/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
                                 "/assets/..%5c..%5csecret.txt", "//etc/passwd", "/%00/index.html"}) {
            CAPTURE(std::string(path));
            const std::string answer = Client(running.port()).ask(get(path));
            CHECK_FALSE(has(answer, "secret"));
            CHECK_FALSE(has(answer, "root:"));
        }
    }
    fs::remove_all(root);
}

TEST_CASE("every answer names the policy of its content and its origin") {
    Running running({}, two_routes());
    for (const char* path : {"/hello", "/nowhere"}) {
        const std::string answer = Client(running.port()).ask(get(path));
        CHECK(has(answer, "X-Content-Type-Options: nosniff"));
        CHECK(has(answer, "Referrer-Policy: same-origin"));
        CHECK(has(answer, "Content-Security-Policy: "));
        CHECK(has(answer, "frame-ancestors 'none'"));
    }
}

TEST_CASE("random bytes and random cuts never stop the server or mix answers up") {
    Running running({}, two_routes());
    uint32_t seed = 20261123;
    const auto next = [&seed](uint32_t below) {
        seed = seed * 1664525 + 1013904223;
        return (seed >> 8) % below;
    };
    const std::string good = get("/hello") + "POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\nabc" +
                             "POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nxyz\r\n0\r\n\r\n";
    for (int round = 0; round < 300; ++round) {
        std::string bytes = good + good;
        const bool damaged = round % 2;
        if (damaged)
            for (uint32_t i = 0, n = 1 + next(4); i < n; ++i) bytes[next(static_cast<uint32_t>(bytes.size()))] = static_cast<char>(next(256));
        Client client(running.port());
        for (size_t at = 0; at < bytes.size();) {
            const size_t n = std::min<size_t>(1 + next(60), bytes.size() - at);
            if (!client.send(std::string_view(bytes).substr(at, n))) break;
            at += n;
        }
        client.finish();
        if (damaged) continue;
        for (const char* wanted : {"hello", "abc", "xyz", "hello", "abc", "xyz"}) CHECK(body_of(client.answer()) == wanted);
    }
    CHECK(body_of(Client(running.port()).ask(get("/hello"))) == "hello");
}
