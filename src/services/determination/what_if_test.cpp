#include "services/determination/what_if.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <thread>

#include "services/casework/test/world.hpp"
#include "services/determination/trials.hpp"

using namespace leye;
using namespace leye::determination;

namespace {

/// 3,000 people who are registered as employed and whose insurance stopped 0 to 5 months ago; every second one is a woman, a
/// third one local.
struct Sample {
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("leye-what-if-" + Uuid::make(party::test::first_day()).text());
    Dictionary words = make_dictionary(party::test::reference_data());
    const catalog::Catalog& catalog = *casework::test::catalogue();
    Date today = *Date::parse("2026-11-23");

    Sample() {
        std::filesystem::create_directories(folder);
        const SnapshotHead head{.day = today, .known_at = party::test::first_day(), .known_batch = 1, .data_month = Date::parse("2026-10-01"), .thin_cities = {}, .people = 0, .hash = {}};
        SnapshotWriter writer(file(), head, words);
        const Moment moment{today, party::test::first_day(), head.data_month, {}};
        const Folder fold(party::test::reference_data(), words, moment);
        for (int n = 0; n < 3000; ++n) {
            party::PersonId id;
            id.value.bytes[0] = static_cast<uint8_t>(n >> 8), id.value.bytes[1] = static_cast<uint8_t>(n);
            std::vector<fact::Fact> facts;
            const Date stops = Date::parse("2026-11-01")->plus_months(-(n % 6));
            for (Date at = *Date::parse("2025-01-01"); at < stops; at = at.plus_months(1)) {
                fact::Fact f;
                f.kind = fact::Kind::insured_employee, f.from = at, f.until = at.plus_months(1);
                facts.push_back(f);
            }
            fact::Fact hukou;
            hukou.kind = fact::Kind::household_register, hukou.from = *Date::parse("1990-01-01"), hukou.code = n / 6 % 3 ? "410102" : n < 1000 ? "370105" : "370283";
            facts.push_back(hukou);
            const std::array spells{Stretch{status::Kind::employed, *Date::parse("2025-01-01"), {}, unknown}};
            writer.add(fold.fold({id, Date::parse("1990-04-05"), n % 2 ? party::Sex::female : party::Sex::male, n < 1000 ? "370102" : "370202"}, facts, spells));
        }
        writer.finish();
    }
    ~Sample() { std::filesystem::remove_all(folder); }
    std::string file() const { return (folder / "a.snapshot").string(); }
    const catalog::Determination& status() const { return *catalog.find_determination("employment_status", today); }
    Result<std::shared_ptr<const catalog::Determination>> with(std::string name, int64_t value) const { return changed(status(), {.settings = {{std::move(name), value}}, .dmn = {}}, today); }
};

}  // namespace

TEST_CASE("a setting tried on everybody: who would count as out of work, by city, sex and register, and nothing is written (15.3)") {
    const Sample s;
    const auto snapshot = Snapshot::open(s.file());
    const auto then = s.with("months_to_unemployed", 2);
    REQUIRE(then);
    const auto all = s.catalog.list_determinations(s.today);
    const auto tried = try_rule(snapshot, all, s.status(), **then);
    REQUIRE(tried);
    CHECK(tried->all.people == 3000);
    CHECK(tried->all.before == 1500);  // 3, 4 and 5 months
    CHECK(tried->all.after == 2000);
    CHECK(tried->all.gain == 500);
    CHECK(tried->all.lose == 0);
    CHECK(tried->by[static_cast<size_t>(By::city)].at("370100").people == 1000);
    CHECK(tried->by[static_cast<size_t>(By::sex)].at("female").people == 1500);
    CHECK(tried->by[static_cast<size_t>(By::age)].at("35-44").gain == 500);
    CHECK(tried->moved.at("gap_short").at("insurance_stopped") == 500);
    CHECK(tried->affected.size() == 500);
    int64_t of_parts = 0;
    for (const auto& [_, t] : tried->by[static_cast<size_t>(By::register_)]) of_parts += t.gain;
    CHECK(of_parts == 500);

    const auto one = snapshot.find(tried->affected.front().person);
    REQUIRE(one);
    const auto before = ask_one(all, s.status(), *one, snapshot.words(), s.today), after = ask_one(all, **then, *one, snapshot.words(), s.today);
    REQUIRE((before && after));
    CHECK(before->said.outcome == "unchanged");
    CHECK(after->said.outcome == "unemployed");
    CHECK(after->said.sentence.zh.find("满2个月") != std::string::npos);
}

TEST_CASE("people with the same facts are answered alike, local or not, and the groups that were compared are counted (1.2)") {
    const Sample s;
    const auto then = s.with("months_to_unemployed", 5);
    const auto tried = try_rule(Snapshot::open(s.file()), s.catalog.list_determinations(s.today), s.status(), **then);
    REQUIRE(tried);
    CHECK(tried->fairness.compared > 0);
    CHECK(tried->fairness.differing == 0);
    CHECK(tried->fairness.local == 1002);
    CHECK(tried->fairness.other == 1998);
}

TEST_CASE("a change that is none, of no setting, out of range or with a broken table is refused with its field") {
    const Sample s;
    CHECK(s.with("months_to_unemployed", 3).error().code == "trial_nothing");
    CHECK(s.with("months_to_nowhere", 3).error().field == "settings.months_to_nowhere");
    CHECK(s.with("months_to_unemployed", -1).error().code == "trial_setting_range");
    const auto broken = changed(s.status(), {.settings = {}, .dmn = "<definitions"}, s.today);
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code == "trial_table");
    CHECK_FALSE(broken.error().details.at("zh").empty());
}

TEST_CASE("every setting of a determination has a name that people read, with its source and how sure it is") {
    const Sample s;
    for (const auto* d : s.catalog.list_determinations(s.today))
        for (const auto& setting : d->settings) {
            CAPTURE(d->code);
            CAPTURE(setting.name);
            CHECK(casework::test::phrases().has("setting_" + setting.name));
            CHECK_FALSE(setting.source.empty());
            CHECK_FALSE(setting.mark.empty());
        }
}

TEST_CASE("trials run one after the other, say how far they are and can be stopped") {
    const Sample s;
    const SystemClock clock;
    Trials trials(clock);
    const auto now = std::make_shared<const catalog::Determination>(s.status());
    const auto start = [&](int64_t value) { return trials.start(party::system_actor(), s.file(), s.catalog.list_determinations(s.today), now, *s.with("months_to_unemployed", value)); };
    const auto first = start(2), second = start(4);
    REQUIRE((first && second));
    const auto is_over = [&](TrialId id) { return trials.find(id)->state != Trial::State::waiting && trials.find(id)->state != Trial::State::running; };
    while (!is_over(*first) || !is_over(*second)) std::this_thread::yield();
    CHECK(trials.find(*first)->state == Trial::State::done);
    CHECK(trials.find(*first)->result->all.gain == 500);
    CHECK(trials.find(*second)->result->all.lose == 500);
    CHECK(trials.list().front().id == *second);
    trials.stop(*second);
    CHECK(trials.find(*second)->state == Trial::State::done);
    const auto missing = trials.start(party::system_actor(), s.file() + ".nowhere", s.catalog.list_determinations(s.today), now, *s.with("months_to_unemployed", 2));
    while (!is_over(*missing)) std::this_thread::yield();
    CHECK(trials.find(*missing)->state == Trial::State::failed);
}
