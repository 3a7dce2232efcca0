#include "app/serve.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <condition_variable>
#include <filesystem>
#include <optional>
#include <thread>

#include "app/commands.hpp"
#include "app/outbox_messenger.hpp"
#include "app/probe_store.hpp"
#include "edge/exchange/exchange.hpp"
#include "edge/http/server.hpp"
#include "edge/routes/house.hpp"
#include "services/casework/retrier.hpp"
#include "services/casework/remind.hpp"
#include "services/casework/sheet_keep.hpp"
#include "services/casework/sheet_run.hpp"
#include "services/determination/importer.hpp"
#include "services/determination/objection.hpp"
#include "services/determination/sweeper.hpp"
#include "services/determination/trials.hpp"
#include "services/policy/publisher.hpp"

namespace leye::app {
namespace {

/// Refusals' sentences, from the catalogue.
class CatalogueTexts : public http::Texts {
  public:
    explicit CatalogueTexts(const catalog::Current& catalog) : catalog_(catalog) {}
    std::optional<http::Text> find(std::string_view code) const override {
        const auto* t = catalog_->find_refusal(code);
        if (!t) return std::nullopt;
        return http::Text{t->status, t->detail.zh, t->detail.en, t->next.zh, t->next.en, t->clause};
    }

  private:
    const catalog::Current& catalog_;
};

/// Runs `work` now and every `pause` on a thread of its own until destroyed; what fails is told and tried again.
class Every {
  public:
    Every(std::string what, std::chrono::milliseconds pause, std::function<void()> work)
        : thread_([this, what = std::move(what), pause, work = std::move(work)](std::stop_token stop) {
              std::unique_lock lock(mutex_);
              while (!stop.stop_requested()) {
                  wanted_ = false;
                  lock.unlock();
                  try {
                      work();
                  } catch (const std::exception& e) {
                      fmt::print(stderr, "{} failed: {}\n", what, e.what());
                  }
                  lock.lock();
                  ++done_;
                  ran_.notify_all();
                  wake_.wait_for(lock, stop, pause, [this] { return wanted_; });
              }
          }) {}

    /// Has the work run now and waits until it has, no longer than `most`.
    void run_now(std::chrono::milliseconds most) {
        std::unique_lock lock(mutex_);
        // A run that has begun may have looked already.
        const int64_t enough = done_ + 1 + (wanted_ ? 0 : 1);
        wanted_ = true;
        wake_.notify_all();
        ran_.wait_for(lock, most, [&] { return done_ >= enough; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable_any wake_, ran_;
    bool wanted_ = false;
    int64_t done_ = 0;
    std::jthread thread_;
};

void add_health(http::Router& router, store::Database& db) {
    router.add("GET", "/healthz", {.constant = std::make_shared<const http::Response>(http::Response{200, "text/plain; charset=utf-8", "ok\n"}),
                                   .summary = "The program runs", .who = "anybody", .tag = "operation", .response_type = "text/plain"});
    router.add("GET", "/readyz", {.handler = [&db](const http::Request&) {
                                      db.read(probe);
                                      return http::text_response("ready\n");
                                  },
                                  .summary = "The database answers", .who = "anybody", .tag = "operation", .response_type = "text/plain"});
}

// Tells people of what falls due, by day, a hundred cases a commit, so that nobody at the desk waits long for a writer.
void remind_all(World& w, const casework::Office& office) {
    constexpr int most = 100;
    if (!casework::is_reminder_hour(w.clock->now())) return;
    const auto system = party::system_actor();
    while (w.db->write([&](store::Transaction& tx) {
        party::Context at{system, w.clock->now(), tx, w.seal, w.reference};
        return casework::send_reminders(at, office, most);
    }) == most) {}
}

session::Settings session_settings(const World& w) {
    session::Settings out;
    out.public_url = w.config.url();
    const auto letter = [&](const char* name, std::string& text) {
        if (const auto* found = (*w.catalog)->find_letter(name)) text = found->text.zh;
    };
    letter("sign_in_code", out.code_message);
    letter("join_code", out.join_message);
    letter("file_moved", out.moved_message);
    letter("join_granted", out.grant_message);
    out.requests_per_minute = w.config.requests_per_minute;
    out.staff_idle_minutes = static_cast<int>(w.config.staff_idle_minutes);
    out.person_idle_minutes = static_cast<int>(w.config.person_idle_minutes);
    return out;
}

// Who may send signed messages. Fails: Fault with every fault of the file.
exchange::Senders senders_of(const World& w) {
    std::vector<std::string> faults;
    auto out = exchange::Senders::load(w.config.exchange_senders, w.sources, **w.catalog, faults);
    if (!faults.empty()) throw Fault(fmt::format("the file of senders has faults:\n{}", fmt::join(faults, "\n")));
    return out;
}

// The folder of the pages where they are in it; without them the program answers the API and says so.
std::string pages_folder(const Config& config) {
    std::error_code failed;
    if (std::filesystem::is_regular_file(std::filesystem::path(config.web) / "index.html", failed)) return config.web;
    fmt::print(stderr, "There are no pages in {}, only the API answers: build them with «./dev build», or name their folder with --web.\n", config.web);
    return {};
}

}  // namespace

int serve(World& w, const std::function<void(int)>& ready) {
    CatalogueTexts texts(*w.catalog);
    OutboxMessenger messenger;
    const determination::Objections objections;
    const casework::Office office{*w.catalog, w.phrases, messenger, objections};
    session::Sessions sessions(*w.db, w.seal, w.reference, *w.clock, session_settings(w));
    policy::Proofs proofs;
    std::optional<casework::SheetRunner> sheets;
    sheets.emplace(*w.db, w.seal, w.reference, office, *w.clock);
    std::optional<determination::Sweeper> sweeper;
    sweeper.emplace(determination::Parts{*w.db, w.seal, w.reference, office, *w.clock, w.config.snapshots()}, w.config.sweep_minute());
    determination::Trials trials(*w.clock);
    casework::Retrier retrier(*w.clock);
    std::optional<determination::Importer> importer;
    importer.emplace(determination::Importer::Parts{*w.db, w.seal, w.reference, w.sources, *w.catalog, w.phrases, *w.clock, w.config.facts_inbox});
    routes::House house{*w.db, w.seal, w.reference, office, sessions, *w.clock, texts, *sheets, retrier, *w.publisher, proofs, *sweeper, trials, w.sources, *importer, w.config.snapshots(), w.config.url(), w.config.demo};

    auto metrics = std::make_shared<http::Metrics>();
    http::Router router;
    add_health(router, *w.db);
    http::add_metrics(router, metrics);
    const exchange::Senders senders = senders_of(w);
    exchange::add_exchange(router, {*w.db, w.seal, w.reference, w.sources, senders, *w.clock, texts, *w.catalog});
    routes::add_all(router, house);
    http::Options options{.listen = w.config.listen, .io_threads = static_cast<int>(w.config.io_threads), .workers = static_cast<int>(w.config.workers)};
    options.bodies_max = static_cast<size_t>(w.config.bodies_mb) * 1024 * 1024;
    options.may_send_large = [&sessions, &senders](const http::Request& request) { return sessions.is_known(request) || exchange::names_sender(request, senders); };
    options.static_folder = pages_folder(w.config);
    options.stop_on_signals = true;
    options.metrics = metrics;
    options.trusted_proxies = w.config.proxies();
    if (!w.config.access_log.empty()) options.access_log = http::make_access_log(w.config.access_log);
    {
        http::Server server(std::move(options), std::move(router), texts);
        ready(server.port());
        const Every hourly("the hourly work", std::chrono::hours(1), [&] {
            sessions.sweep();
            casework::sweep_row_sets(*w.db, w.clock->now());
            remind_all(w, office);
        });
        // Another server on the same database may publish; a version that is met before the next look is fetched at once.
        const auto watch = std::make_shared<Every>("looking for published tables", std::chrono::seconds(2), [&] { w.publisher->refresh(); });
        w.catalog->on_unknown([known = std::weak_ptr(watch)] {
            if (const auto watch = known.lock()) watch->run_now(std::chrono::seconds(3));
        });
        server.run();
    }
    // Writes that the server did not wait for are carried out while what they refer to is still there.
    importer.reset();
    sweeper.reset();
    sheets.reset();
    w.db.reset();
    return 0;
}

int run_serve(const Config& config) {
    auto world = open_world(config);
    return serve(*world, [&](int port) { fmt::print("Leye listens on port {}, at {}\n", port, world->config.url()), std::fflush(stdout); });
}

int run_openapi(const Config& config) {
    // The description needs the routes, not the data: a database in memory stands in.
    Config copy = config;
    copy.database = "sqlite::memory:";
    Knowledge k = load_knowledge(copy.catalog);
    auto db = open_database(copy);
    migrate_all(*db, SystemClock().now());
    const std::string keys = "/tmp/leye-openapi-" + Uuid::make(SystemClock().now()).text();
    seal::Seal::create_key_file(keys);
    auto catalog = std::make_unique<catalog::Current>(std::move(k.catalog));
    auto publisher = std::make_unique<policy::Publisher>(*db, *catalog);
    World w{copy, std::make_unique<SystemClock>(), std::move(k.reference), std::move(catalog), std::move(k.phrases), std::move(k.sources), std::move(db), seal::Seal::open(keys, seal::Suite::aes_gcm), std::move(publisher)};
    std::remove(keys.c_str());
    CatalogueTexts texts(*w.catalog);
    OutboxMessenger messenger;
    const determination::Objections objections;
    const casework::Office office{*w.catalog, w.phrases, messenger, objections};
    session::Sessions sessions(*w.db, w.seal, w.reference, *w.clock, session_settings(w));
    casework::SheetRunner sheets(*w.db, w.seal, w.reference, office, *w.clock);
    policy::Proofs proofs;
    determination::Sweeper sweeper({*w.db, w.seal, w.reference, office, *w.clock, w.config.snapshots()}, std::nullopt);
    determination::Trials trials(*w.clock);
    casework::Retrier retrier(*w.clock);
    determination::Importer importer({*w.db, w.seal, w.reference, w.sources, *w.catalog, w.phrases, *w.clock, {}});
    routes::House house{*w.db, w.seal, w.reference, office, sessions, *w.clock, texts, sheets, retrier, *w.publisher, proofs, sweeper, trials, w.sources, importer, w.config.snapshots(), w.config.url(), w.config.demo};
    http::Router router;
    const exchange::Senders nobody;
    exchange::add_exchange(router, {*w.db, w.seal, w.reference, w.sources, nobody, *w.clock, texts, *w.catalog});
    routes::add_all(router, house);
    fmt::print("{}\n", json::print(http::openapi(router, {"Leye 乐业", LEYE_VERSION, "Public employment service for a province, after 鲁人社发〔2019〕6号."})));
    return 0;
}

}  // namespace leye::app
