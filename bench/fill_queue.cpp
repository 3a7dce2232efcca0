// Fills the demo province in a data folder with open cases, by the calls the program itself makes: people with a
// travel permit whom an officer has to look at, and questions of policy.
//   bench_fill_queue DATA DATABASE_URL CASES
#include <fmt/format.h>

#include <chrono>

#include "base/clock.hpp"
#include "edge/notify/outbox.hpp"
#include "records/party/party.hpp"
#include "records/reference/reference.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/effect.hpp"
#include "services/casework/submit.hpp"
#include "services/determination/objection.hpp"

using namespace leye;

namespace {

struct Silent : casework::Messenger {
    void send(party::Context& at, const casework::Addressee& to, const std::string& text) override { notify::send(at.tx, at.seal, at.now, {to.phone, to.person, to.area}, text); }
    void send_to_account(party::Context&, Uuid, const std::string&, const std::string&) override {}
};

struct Person {
    party::PersonId id;
    std::string area;
};

std::vector<Person> people_of(store::Database& db) {
    return db.read([](store::Connection& c) {
        std::vector<Person> out;
        auto rows = c.query("select id, area from person where area <> '' order by id");
        while (rows.next()) out.push_back({rows.get<party::PersonId>(0), rows.get<std::string>(1)});
        return out;
    });
}

/// One open case: of ten, seven questions and three permits for an officer to look at.
class Maker {
  public:
    Maker(std::vector<Person> people, const casework::Office& office, Instant now) : people_(std::move(people)), office_(office), now_(now) {}

    bool make(store::Transaction& tx, const seal::Seal& seal, const reference::Reference& codes, int i) {
        const Person& near = people_[static_cast<size_t>(i) * 7919 % people_.size()];
        const Instant when = now_.plus_ms(-int64_t{i % 40} * 86'400'000 - i % 36'000'000);
        party::Actor actor{.kind = party::Actor::Kind::person, .person = near.id, .channel = "web"};
        casework::Draft draft{.item = "policy_advice", .values = {{"topic", "training"}, {"question", "登记失业后能免费参加培训吗？"}, {"area", near.area}}, .channel = "web"};
        if (i % 10 >= 7) {
            const auto system = party::system_actor();
            party::Context at{system, when, tx, seal, codes};
            const auto id = party::register_person(at, {.name = "量度", .document_type = reference::DocumentType::hm_travel_permit,
                                                        .document_number = fmt::format("{}{:08}", i % 2 ? 'H' : 'M', 10'000'000 + i), .area = near.area, .phone = ""});
            if (!id) throw Bug(id.error().code);
            actor.person = *id;
            draft.item = "unemployment_registration";
            draft.values = {{"lost_on", (when.date() - 2).text()}, {"reason", "agreed"}, {"wants_work", true}, {"able_to_work", true}, {"area", near.area}, {"phone", "12000000001"}};
        }
        party::Context at{actor, when, tx, seal, codes};
        const auto opened = casework::submit(at, office_, draft);
        if (!opened) throw Bug(opened.error().code + " " + opened.error().field);
        return casework::is_open(opened->state);
    }

  private:
    std::vector<Person> people_;
    const casework::Office& office_;
    Instant now_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return fmt::print(stderr, "Usage: bench_fill_queue DATA DATABASE_URL CASES\n"), 2;
    const std::string data = argv[1], home = std::string(LEYE_SOURCE_DIR) + "/catalog";
    const int cases = std::atoi(argv[3]);
    const SystemClock clock;
    const auto reference = *reference::Reference::load(home);
    std::vector<std::string> faults;
    auto catalogue = catalog::Catalog::load(home, reference, casework::effect_names(), faults);
    const auto phrases = catalog::Phrases::load(home, faults);
    if (!faults.empty()) throw Fault(faults[0]);
    const auto seal = seal::Seal::open(data + "/keys.txt", seal::Suite::aes_gcm);
    auto db = store::Database::open({.url = argv[2]});
    Silent messenger;
    const catalog::Current current(std::move(catalogue));
    const determination::Objections objections;
    const casework::Office office{current, phrases, messenger, objections};
    Maker maker(people_of(*db), office, clock.now());
    constexpr int batch = 1000;
    int open = 0;
    const auto began = std::chrono::steady_clock::now();
    for (int from = 0; from < cases; from += batch)
        open += db->write([&](store::Transaction& tx) {
            int made = 0;
            for (int i = from; i < std::min(cases, from + batch); ++i) made += maker.make(tx, seal, reference, i);
            return made;
        });
    fmt::print("{} of {} cases open, {:.0f} s\n", open, cases, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    return open == cases ? 0 : 1;
}
