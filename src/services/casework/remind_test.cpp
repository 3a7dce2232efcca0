#include "services/casework/remind.hpp"

#include "services/casework/test/world.hpp"

using namespace leye;
using namespace leye::casework;
using namespace leye::casework::test;

namespace {

/// How many cases were dealt with; what people read is in `w.letters`, emptied before.
int remind(World& w, int most = 100) {
    w.letters.sent.clear();
    // As a program that was just started: nothing but the database remembers.
    const Office fresh{catalogue(), phrases(), w.letters, w.following};
    return w.place.act([&](party::Context& at) { return send_reminders(at, fresh, most); });
}

Case committed(World& w, const party::Actor& actor) {
    w.employ(actor, "2024-02-01");
    auto draft = lost_work("2026-11-20", "dismissed");
    draft.commitment = true;
    const auto out = w.submit(actor, draft);
    REQUIRE_MESSAGE(out, out.error().code);
    return *out;
}

}  // namespace

TEST_CASE("who gave a commitment is told once that its check falls due, a week before (row 16.2)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        const Case c = committed(w, li);
        REQUIRE(c.commitment->check_due_on.text() == "2026-12-23");
        w.place.clock.advance_days(22);  // 15 December
        CHECK(remind(w) == 0);
        w.place.clock.advance_days(1);
        CHECK(remind(w) == 1);
        REQUIRE(w.letters.sent.size() == 1);
        CHECK(w.letters.sent[0].first == "13853110001");
        CHECK(w.letters.sent[0].second.find("12月23日前会核查") != std::string::npos);
        for (int day = 0; day < 9; ++day) {
            CHECK(remind(w) == 0);
            CHECK(w.letters.sent.empty());
            w.place.clock.advance_days(1);
        }
    });
}

TEST_CASE("a commitment that was checked, or whose day has passed, is not announced") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        const Case c = committed(w, li);
        SUBCASE("checked") {
            REQUIRE(w.act(w.officer("zheng", {"check"}), c.origin.number, c.version(), {.act = Act::check, .note = "已与单位核实", .result = "kept"}));
            w.place.clock.advance_days(25);
        }
        SUBCASE("passed") { w.place.clock.advance_days(31); }
        CHECK(remind(w) == 0);
        CHECK(w.letters.sent.empty());
    });
}

TEST_CASE("an applicant who is waited for is reminded once when the promised day is near (row 18.2)") {
    everywhere([](World& w) {
        const auto chen = w.person("陈大文", "H12345678", reference::DocumentType::hm_travel_permit);
        const auto officer = w.officer("zhou", {"window"});
        const Case c = waiting_case(w, chen);  // promised for 26 November
        Order ask{.act = Act::ask_correction};
        ask.fields.push_back({"last_employer", "请写清原来在哪里工作"});
        REQUIRE(w.act(officer, c.origin.number, c.version(), ask));
        CHECK(remind(w) == 0);
        w.place.clock.advance_days(1);
        CHECK(remind(w) == 1);
        REQUIRE(w.letters.sent.size() == 1);
        CHECK(w.letters.sent[0].second.find("还等您补一步") != std::string::npos);
        CHECK(w.letters.sent[0].second.find(c.origin.number) != std::string::npos);
        w.place.clock.advance_days(3);
        CHECK(remind(w) == 0);
    });
}

TEST_CASE("a case that waits for an officer reminds nobody; more than one turn's worth is sent in turns") {
    everywhere([](World& w) {
        waiting_case(w, w.person("陈大文", "H12345678", reference::DocumentType::hm_travel_permit));
        for (int i = 0; i < 3; ++i) {
            const auto person = w.person("李晓梅", citizen("19910520", 2 * i + 2));
            committed(w, person);
        }
        w.place.clock.advance_days(25);
        CHECK(remind(w, 2) == 2);
        CHECK(w.letters.sent.size() == 2);
        CHECK(remind(w, 2) == 1);
        CHECK(w.letters.sent.size() == 1);
        CHECK(remind(w, 2) == 0);
    });
}

TEST_CASE("reminders are sent by day, from 8 until 20 o'clock in China") {
    for (const auto& [at, sent] : {std::pair("2026-11-22T23:59:59Z", false), {"2026-11-23T00:00:00Z", true}, {"2026-11-23T11:59:59Z", true}, {"2026-11-23T12:00:00Z", false}, {"2026-11-23T18:00:00Z", false}})
        CHECK_MESSAGE(is_reminder_hour(*Instant::parse(at)) == sent, at);
}
