// Durable case submissions over HTTP, journal and decision included, against a plain SQLite loop that writes the same
// rows with one synchronous=FULL commit for each case; with the URL of a PostgreSQL database that is empty, against pgbench
// running the same statements, one transaction for each case. One run, one disk.
//   bench_submit [CASES] [CLIENTS] [FOLDER] [URL]
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sqlite3.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <thread>

#include "edge/http/server.hpp"
#include "edge/notify/outbox.hpp"
#include "edge/routes/house.hpp"
#include "engine/journal/journal.hpp"
#include "engine/seal/totp.hpp"
#include "records/fact/fact.hpp"
#include "records/party/party.hpp"
#include "records/status/status.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/effect.hpp"
#include "edge/session/idempotency.hpp"
#include "pgbench.hpp"
#include "services/casework/retrier.hpp"
#include "services/casework/sheet_run.hpp"
#include "services/casework/submit.hpp"
#include "services/determination/importer.hpp"
#include "services/determination/objection.hpp"
#include "services/determination/sweep.hpp"
#include "services/determination/sweeper.hpp"
#include "services/determination/trials.hpp"
#include "services/policy/publisher.hpp"

using namespace leye;

namespace {

/// Processor time of this process so far, seconds.
double worked() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto of = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return of(used.ru_utime) + of(used.ru_stime);
}

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

struct Outbox : casework::Messenger {
    void send(party::Context& at, const casework::Addressee& to, const std::string& text) override { notify::send(at.tx, at.seal, at.now, {to.phone, to.person, to.area}, text); }
    void send_to_account(party::Context&, Uuid, const std::string&, const std::string&) override {}
};
struct NoTexts : http::Texts {
    std::optional<http::Text> find(std::string_view) const override { return std::nullopt; }
};

std::string resident_id(int i) {
    const std::string head = fmt::format("3799{:02}19850101{:03}", 1 + i / 999 % 90, 1 + i % 999);
    return head + reference::check_digit_of(head);
}

/// One keep-alive connection.
class Client {
  public:
    explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{.sin_family = AF_INET, .sin_port = htons(static_cast<uint16_t>(port)), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw Fault("no connection");
        const int on = 1;
        setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    int socket() const { return socket_; }
    void send(const std::string& request) {
        got_.clear(), head_ = std::string::npos, length_ = 0;
        if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) throw Fault("cannot send");
    }
    /// Takes what has arrived, waiting where nothing has. out: whether the answer is whole.
    bool receive() {
        char buffer[16384];
        const ssize_t n = ::recv(socket_, buffer, sizeof buffer, 0);
        if (n <= 0) throw Fault("the server closed");
        got_.append(buffer, static_cast<size_t>(n));
        if (head_ == std::string::npos && (head_ = got_.find("\r\n\r\n")) != std::string::npos)
            length_ = std::stoul(got_.substr(got_.find("Content-Length: ") + 16));
        return head_ != std::string::npos && got_.size() >= head_ + 4 + length_;
    }
    /// Status line, headers and body.
    const std::string& answer() const { return got_; }
    std::string ask(const std::string& request) {
        send(request);
        while (!receive()) {
        }
        return got_;
    }

  private:
    int socket_;
    std::string got_;
    size_t head_ = 0, length_ = 0;
};

/// `clients` connections at once, served by one thread as load generators do; each sends its next request when the answer
/// to the last has come.
void run_clients(int port, int clients, int requests, const std::function<std::string(int)>& request, const std::function<void(int, const std::string&)>& answered) {
    struct Open {
        explicit Open(int to) : client(to) {}
        Client client;
        int request = -1;
    };
    std::deque<Open> open;
    const int ready = epoll_create1(0);
    int next = 0, waiting = 0;
    const auto go_on = [&](Open& one) {
        if (next >= requests) return;
        one.request = next++, ++waiting;
        one.client.send(request(one.request));
    };
    for (int i = 0; i < clients; ++i) {
        Open& one = open.emplace_back(port);
        epoll_event event{.events = EPOLLIN, .data = {.ptr = &one}};
        epoll_ctl(ready, EPOLL_CTL_ADD, one.client.socket(), &event);
    }
    for (auto& one : open) go_on(one);
    std::array<epoll_event, 64> events;
    while (waiting > 0) {
        const int n = epoll_wait(ready, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < n; ++i) {
            Open& one = *static_cast<Open*>(events[static_cast<size_t>(i)].data.ptr);
            if (!one.client.receive()) continue;
            --waiting;
            answered(one.request, one.client.answer());
            go_on(one);
        }
    }
    ::close(ready);
}

std::string post(const std::string& path, const std::string& body, const std::string& headers) {
    return fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}", path, body.size(), headers, body);
}

/// The bench's only officer.
party::Actor session_actor(store::Database& db) {
    return db.read([](store::Connection& c) {
        const auto staff = party::find_staff_by_user(c, "bench");
        if (!staff) throw Bug("no officer");
        return staff->actor("window");
    });
}

/// Submits one case and gives what it asked of the database as a script for pgbench.
std::string record_case(store::Database& db, routes::House& house, const party::Actor& officer, party::PersonId person, const std::string& day) {
    return db.write([&](store::Transaction& tx) {
        bench::Recorded recorded(tx);
        party::Context at{officer, house.clock.now(), recorded, house.seal, house.reference};
        const std::string request_key = "recorded";
        const auto key = *session::repeat_key(house.seal, officer.text(), request_key, "POST /v1/cases", "");
        const auto before = session::find_answer(recorded, house.seal, key, at.now);
        const casework::Draft draft{.item = "unemployment_registration",
                                    .values = {{"lost_on", day}, {"reason", "agreed"}, {"wants_work", true}, {"able_to_work", true}, {"area", "370102"}, {"phone", "12000000001"}},
                                    .person = person, .commitment = true, .channel = "window"};
        const auto c = casework::submit(at, house.office, draft);
        if (!before || !c) throw Bug("the recorded case was refused");
        session::keep_answer(recorded, house.seal, key, c->origin.number, at.now);
        recorded.put_carried_back();
        return bench::pgbench_script(recorded.statements, {c->origin.number, c->certificate, request_key});
    });
}

/// The rows that belong to one case, by table, as SQL values.
using Rows = std::vector<std::pair<std::string, std::vector<sqlite3_value*>>>;

/// Writes the rows of the finished run again, case by case, each with its own commit.
double plain_loop(const std::string& from, const std::string& to, int64_t limit) {
    sqlite3 *source = nullptr, *target = nullptr;
    sqlite3_open(from.c_str(), &source);
    sqlite3_open(to.c_str(), &target);
    sqlite3_exec(target, "pragma journal_mode = wal; pragma synchronous = full;", nullptr, nullptr, nullptr);
    // The same tables and indexes.
    sqlite3_stmt* schema = nullptr;
    sqlite3_prepare_v2(source, "select sql from sqlite_master where sql is not null and name not like 'sqlite_%'", -1, &schema, nullptr);
    while (sqlite3_step(schema) == SQLITE_ROW) sqlite3_exec(target, reinterpret_cast<const char*>(sqlite3_column_text(schema, 0)), nullptr, nullptr, nullptr);
    sqlite3_finalize(schema);

    struct Table {
        const char* name;
        const char* key;  // SQL that gives the case number of a row
    };
    const Table tables[] = {
        {"case_file", "t.number"},
        {"case_action", "(select number from case_file f where f.id = t.case_id)"},
        {"certificate", "(select number from case_file f where f.id = t.case_id)"},
        {"journal_entry", "substr(t.subject, 6)"},
        {"commitment", "(select number from case_file f where f.id = t.case_id)"},
        {"spell", "t.case_number"},
        {"message", "null"},
        {"idempotency", "null"},
    };
    std::map<std::string, Rows> cases;
    for (const auto& table : tables) {
        sqlite3_stmt* rows = nullptr;
        const std::string sql = fmt::format("select {}, t.* from {} t", table.key, table.name);
        if (sqlite3_prepare_v2(source, sql.c_str(), -1, &rows, nullptr) != SQLITE_OK) throw Bug(sqlite3_errmsg(source));
        while (sqlite3_step(rows) == SQLITE_ROW) {
            const auto* number = reinterpret_cast<const char*>(sqlite3_column_text(rows, 0));
            if (!number || !casework::is_number(number)) continue;
            std::vector<sqlite3_value*> values;
            for (int i = 1; i < sqlite3_column_count(rows); ++i) values.push_back(sqlite3_value_dup(sqlite3_column_value(rows, i)));
            cases[number].emplace_back(table.name, std::move(values));
        }
        sqlite3_finalize(rows);
    }
    // The message and the answer kept for a repeated request name their case under seal; each case takes one.
    for (const char* table : {"message", "idempotency"}) {
        sqlite3_stmt* rows = nullptr;
        sqlite3_prepare_v2(source, fmt::format("select * from {}", table).c_str(), -1, &rows, nullptr);
        for (auto it = cases.begin(); it != cases.end(); ++it) {
            if (sqlite3_step(rows) != SQLITE_ROW) throw Bug(fmt::format("fewer rows of {} than cases", table));
            std::vector<sqlite3_value*> values;
            for (int i = 0; i < sqlite3_column_count(rows); ++i) values.push_back(sqlite3_value_dup(sqlite3_column_value(rows, i)));
            it->second.emplace_back(table, std::move(values));
        }
        sqlite3_finalize(rows);
    }
    std::map<std::string, sqlite3_stmt*> inserts;
    for (const auto& table : tables) {
        const auto& sample = cases.begin()->second;
        for (const auto& [name, values] : sample) {
            if (name != table.name || inserts.contains(name)) continue;
            std::string marks;
            for (size_t i = 0; i < values.size(); ++i) marks += i ? ",?" : "?";
            sqlite3_prepare_v2(target, fmt::format("insert into {} values ({})", name, marks).c_str(), -1, &inserts[name], nullptr);
        }
    }
    const double began = seconds();
    int64_t done = 0;
    for (const auto& [number, rows] : cases) {
        if (done == limit) break;
        sqlite3_exec(target, "begin immediate", nullptr, nullptr, nullptr);
        for (const auto& [name, values] : rows) {
            sqlite3_stmt* insert = inserts[name];
            for (size_t i = 0; i < values.size(); ++i) sqlite3_bind_value(insert, static_cast<int>(i) + 1, values[i]);
            if (sqlite3_step(insert) != SQLITE_DONE) throw Bug(sqlite3_errmsg(target));
            sqlite3_reset(insert);
        }
        if (sqlite3_exec(target, "commit", nullptr, nullptr, nullptr) != SQLITE_OK) throw Bug(sqlite3_errmsg(target));
        ++done;
    }
    return static_cast<double>(done) / (seconds() - began);
}

/// Bytes of the pages of each table with its indexes.
std::map<std::string, double> sizes(store::Database& db) {
    return db.read([](store::Connection& c) {
        std::map<std::string, double> out;
        auto rows = c.query("select m.tbl_name, sum(s.pgsize) from dbstat s join sqlite_master m on m.name = s.name group by m.tbl_name");
        while (rows.next()) out[rows.get<std::string>(0)] = static_cast<double>(rows.get<int64_t>(1));
        return out;
    });
}

/// Prints what each case added, by what it is. out: whether a case with its journal is as small as it should be.
bool report_sizes(const std::map<std::string, double>& before, const std::map<std::string, double>& after, int cases) {
    constexpr double target = 4096;
    double kase = 0, journal = 0, message = 0, answer = 0, other = 0;
    for (const auto& [table, bytes] : after) {
        const auto it = before.find(table);
        const double each = (bytes - (it == before.end() ? 0 : it->second)) / cases;
        const bool of_case = table.starts_with("case_") || table == "certificate" || table == "commitment" || table == "spell";
        (of_case ? kase : table.starts_with("journal_") ? journal : table == "message" ? message : table == "idempotency" ? answer : other) += each;
        if (each >= 1) fmt::print("  {}: {:.0f} bytes\n", table, each);
    }
    double people = 0;
    for (const auto& [_, bytes] : before) people += bytes / cases;
    fmt::print("on disk for each case: case {:.0f}, journal {:.0f}; apart from these message {:.0f}, answer kept for a day {:.0f}, other {:.0f}, the person's file with its journal and indexes {:.0f} bytes\n",
               kase, journal, message, answer, other, people);
    const bool met = kase + journal <= target;
    fmt::print("a closed case with its journal: {:.0f} bytes, target ≤ {:.0f}: {}\n", kase + journal, target, met ? "met" : "NOT MET");
    return met;
}

/// Prints the ratio to the peer. out: whether it is what it should be.
bool report_ratio(double ours, double peer, double target) {
    fmt::print("ratio {:.2f}, target ≥ {:.1f}: {}\n", ours / peer, target, ours >= target * peer ? "met" : "NOT MET");
    return ours >= target * peer;
}

}  // namespace

int main(int argc, char** argv) {
    const int cases = argc > 1 ? std::atoi(argv[1]) : 20'000, clients = argc > 2 ? std::atoi(argv[2]) : 64;
    const std::filesystem::path folder = argc > 3 ? argv[3] : std::filesystem::temp_directory_path() / "leye-bench-submit";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const std::string url = argc > 4 ? argv[4] : "";
    const std::string home = std::string(LEYE_SOURCE_DIR) + "/catalog";

    SystemClock clock;
    const auto reference = *reference::Reference::load(home);
    std::vector<std::string> faults;
    auto catalogue = catalog::Catalog::load(home, reference, casework::effect_names(), faults);
    const auto phrases = catalog::Phrases::load(home, faults);
    if (!faults.empty()) throw Fault(faults[0]);
    seal::Seal::create_key_file((folder / "keys.txt").string());
    const auto seal = seal::Seal::open((folder / "keys.txt").string(), seal::Suite::aes_gcm);
    auto db = store::Database::open({.url = url.empty() ? "sqlite:" + (folder / "leye.db").string() : url});
    const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(), status::schema(), fact::schema(), casework::schema(), policy::schema(), determination::schema(), notify::schema(), session::schema()};
    store::migrate(*db, modules, clock.now());
    session::Sessions sessions(*db, seal, reference, clock, {.requests_per_minute = 0});

    // An officer, and as many people as cases.
    const auto secret = sessions.new_secret("bench");
    std::vector<std::string> people;
    db->write([&](store::Transaction& tx) {
        const auto system = party::system_actor();
        party::Context at{system, clock.now(), tx, seal, reference};
        const auto agency = party::open_agency(at, {"省公共就业和人才服务中心", party::AgencyLevel::province, "370000", std::nullopt, "", "", ""});
        if (!party::hire_staff(at, {"bench", "量度", *agency, {"window"}}, secret.secret)) throw Bug("no officer");
        for (int i = 0; i <= cases; ++i) {
            const auto id = party::register_person(at, {.name = "量度", .document_type = reference::DocumentType::resident_id, .document_number = resident_id(i), .area = "370102", .phone = fmt::format("129{:08}", i)});
            if (!id) throw Bug(id.error().code);
            people.push_back(id->text());
        }
    });

    const std::string day = (clock.now().date() - 3).text();
    Outbox messenger;
    NoTexts texts;
    catalog::Current current(std::move(catalogue));
    const determination::Objections objections;
    const casework::Office office{current, phrases, messenger, objections};
    casework::SheetRunner sheets(*db, seal, reference, office, clock);
    policy::Publisher publisher(*db, current);
    policy::Proofs proofs;
    const auto sources = determination::Sources::load(home, faults);
    determination::Sweeper sweeper({*db, seal, reference, office, clock, folder.string()}, std::nullopt);
    determination::Trials trials(clock);
    determination::Importer importer({*db, seal, reference, sources, current, phrases, clock, {}});
    casework::Retrier retrier(clock);
    routes::House house{*db, seal, reference, office, sessions, clock, texts, sheets, retrier, publisher, proofs, sweeper, trials, sources, importer, folder.string(), "http://x", false};
    http::Router router;
    routes::add_all(router, house);
    http::Server server({.listen = "127.0.0.1:0", .io_threads = 2, .workers = 16}, std::move(router), texts);
    std::jthread serving([&] { server.run(); });

    const std::string signed_in = Client(server.port()).ask(post("/v1/session/staff", fmt::format(R"({{"user":"bench","password":"{}","totp":"{}"}})", secret.password,
                                                                                                seal::totp_code(secret.secret.totp_secret, clock.now())), ""));
    const auto between = [&](std::string_view a, std::string_view b) {
        const size_t from = signed_in.find(a) + a.size();
        return signed_in.substr(from, signed_in.find(b, from) - from);
    };
    const std::string who = fmt::format("Cookie: leye_session={}\r\nX-CSRF-Token: {}\r\n", between("leye_session=", ";"), between("\"csrf\":\"", "\""));
    const std::string script = url.empty() ? "" : record_case(*db, house, session_actor(*db), *party::PersonId::parse(people.back()), day);

    const auto sizes_before = url.empty() ? sizes(*db) : std::map<std::string, double>();
    int settled = 0;
    const double began = seconds(), worked_before = worked();
    run_clients(
        server.port(), clients, cases,
        [&](int i) {
            const std::string body = fmt::format(
                R"({{"item":"unemployment_registration","person":"{}","channel":"window","commitment":true,"values":{{"lost_on":"{}","reason":"agreed","wants_work":true,"able_to_work":true,"area":"370102","phone":"12000000001"}}}})",
                people[static_cast<size_t>(i)], day);
            return post("/v1/cases", body, who + fmt::format("Idempotency-Key: bench-{:08}\r\n", i));
        },
        [&](int i, const std::string& answer) {
            if (answer.starts_with("HTTP/1.1 201") && answer.find("\"state\":\"settled\"") != std::string::npos)
                ++settled;
            else if (i < 3)
                fmt::print(stderr, "{}\n", answer.substr(answer.find("\r\n\r\n")));
        });
    const double ours = static_cast<double>(settled) / (seconds() - began), work = (worked() - worked_before) / cases;
    server.stop();
    serving.join();
    const auto verified = db->read([&](store::Connection& c) { return journal::verify(c, &seal); });
    fmt::print("submissions over HTTP, {} clients: {} settled, {:.0f}/s\n", clients, settled, ours);
    fmt::print("journal: {} entries, {} damaged\n", verified.entries, verified.damages.size());
    bool good = settled == cases && verified.damages.empty();
    if (!url.empty()) {
        const double peer = bench::run_pgbench(script, url, clients, folder.string());
        fmt::print("pgbench, the same statements, one transaction each: {:.0f}/s\n", peer);
        good &= report_ratio(ours, peer, 1.5);
        std::filesystem::remove_all(folder);
        return good ? 0 : 1;
    }
    good &= report_sizes(sizes_before, sizes(*db), cases);
    const double plain_before = worked();
    const int64_t plain_cases = cases;
    const double plain = plain_loop((folder / "leye.db").string(), (folder / "plain.db").string(), plain_cases);
    const double plain_work = (worked() - plain_before) / static_cast<double>(plain_cases);
    fmt::print("plain SQLite loop, the same rows, one commit each: {:.0f}/s\n", plain);
    fmt::print("processor time for each case {:.0f} µs, client included, and {:.0f} µs (with the reading of its rows)\n", work * 1e6, plain_work * 1e6);
    good &= report_ratio(ours, plain, 3);
    std::filesystem::remove_all(folder);
    return good ? 0 : 1;
}
