#include "services/casework/queue_store.hpp"
#include "services/casework/test/world.hpp"

using namespace leye;
using namespace leye::casework;
using namespace leye::casework::test;

TEST_CASE("a lost job that the records prove is settled at once, with spell, certificate, message and journal (rows 18.1, 18.2)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2020-03-01", "2026-11-01");
        const auto c = w.submit(li, lost_work("2026-11-05"));
        REQUIRE_MESSAGE(c, c.error().code);
        CHECK(c->state == State::settled);
        CHECK(c->reason().at("reason") == "settled_on_record");
        CHECK(c->reason().at("table") == "unemployment_registration");
        CHECK(c->origin.channel == "phone");
        CHECK(is_number(c->origin.number));
        CHECK(c->closed_at == w.place.clock.now());
        CHECK(c->due_on.text() == "2026-11-26");
        CHECK(c->certificate.size() == 16);

        const Case stored = w.stored(c->origin.number);
        CHECK(stored.version() == 2);
        CHECK(stored.actions[0].actor == li.text());
        CHECK(stored.actions[1].actor == "system");
        CHECK(stored.values == c->values);
        CHECK(stored.certificate == c->certificate);
        const auto spells = w.spells(li);
        REQUIRE(spells.size() == 2);
        CHECK(spells[0].kind == status::Kind::unemployed);
        CHECK(spells[0].from.text() == "2026-11-05");
        CHECK_FALSE(spells[0].until);
        CHECK(spells[0].case_number == c->origin.number);
        REQUIRE(w.letters.sent.size() == 1);
        CHECK(w.letters.sent[0].first == "13853110001");
        CHECK(w.letters.sent[0].second.find(c->certificate) != std::string::npos);
        CHECK(w.place.count("select count(*) from journal_entry where subject = 'case:" + c->origin.number + "'") == 2);
        CHECK(w.place.count("select count(*) from certificate") == 1);
    });
}

TEST_CASE("what was sent twice is registered once: the second is refused with the first one's day") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2020-03-01", "2026-11-01");
        REQUIRE(w.submit(li, lost_work("2026-11-05")));
        const auto again = w.submit(li, lost_work("2026-11-05"));
        REQUIRE_MESSAGE(again, again.error().code);
        CHECK(again->state == State::refused);
        CHECK(again->reason().at("reason") == "already_unemployed");
        CHECK(again->reason().at("facts").as_object().at("open_unemployment_since") == "2026-11-05");
        CHECK(w.spells(li).size() == 2);
        CHECK(w.place.count("select count(*) from certificate") == 1);
    });
}

TEST_CASE("where records show work, a commitment settles: agreed beforehand at once, otherwise it is asked for (row 16.2)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2024-02-01");
        auto draft = lost_work("2026-11-20", "dismissed");
        SUBCASE("agreed beforehand") {
            draft.commitment = true;
            const auto c = w.submit(li, draft);
            REQUIRE_MESSAGE(c, c.error().code);
            CHECK(c->state == State::settled);
            CHECK(c->version() == 4);  // submit, «commitment wanted», commit, settled
            CHECK(c->reason().at("reason") == "settled_on_commitment");
            REQUIRE(c->commitment);
            CHECK(c->commitment->check_due_on.text() == "2026-12-23");
            CHECK(c->commitment->state == CommitmentState::open);
            CHECK(w.place.count("select count(*) from commitment where state = 1") == 1);
            const auto spells = w.spells(li);
            REQUIRE(spells.size() == 2);
            CHECK(spells[1].until->text() == "2026-11-20");
        }
        SUBCASE("not agreed") {
            const auto c = w.submit(li, draft);
            REQUIRE_MESSAGE(c, c.error().code);
            CHECK(c->state == State::awaiting_correction);
            CHECK(c->outcome == "commit");
            CHECK(c->stopped_on == w.place.clock.now().date());
            CHECK(c->certificate.empty());
            CHECK(w.spells(li).size() == 1);
            CHECK(w.place.count("select count(*) from commitment") == 0);
            REQUIRE(w.letters.sent.size() == 1);
            CHECK(w.letters.sent[0].second.find("我承诺") != std::string::npos);
        }
    });
}

TEST_CASE("agreeing to a commitment that no rule asks for commits nobody") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2020-03-01", "2026-11-01");
        auto draft = lost_work("2026-11-05");
        draft.commitment = true;
        const auto c = w.submit(li, draft);
        REQUIRE_MESSAGE(c, c.error().code);
        CHECK(c->state == State::settled);
        CHECK_FALSE(c->commitment);
        CHECK(w.place.count("select count(*) from commitment") == 0);
    });
}

TEST_CASE("everything that is missing is said at once, and nothing is stored (row 16.1)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        auto draft = lost_work("2026-02-30");
        draft.values.erase("reason");
        draft.values["phone"] = "123";
        const auto c = w.submit(li, draft);
        REQUIRE_FALSE(c);
        std::set<std::string> fields{c.error().field};
        for (const auto& other : c.error().also) fields.insert(other.field);
        CHECK(fields == std::set<std::string>{"values.lost_on", "values.reason", "values.phone"});
        CHECK(w.place.count("select count(*) from case_file") == 0);
        CHECK(w.letters.sent.empty());
    });
}

TEST_CASE("a day that cannot be is returned with its field and the rule's own sentence, and nothing is stored") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        const auto c = w.submit(li, lost_work("2026-11-24"));
        REQUIRE_FALSE(c);
        CHECK(c.error().code == "decision_correct");
        CHECK(c.error().field == "values.lost_on");
        CHECK(c.error().details.at("reason") == "lost_on_future");
        CHECK(c.error().details.at("zh") == "没有工作的日子不能晚于今天");
        CHECK(w.place.count("select count(*) from case_file") == 0);
        CHECK(w.place.count("select count(*) from case_count") == 0);
    });
}

TEST_CASE("what no rule can tell waits for an officer with its clock running") {
    everywhere([](World& w) {
        const auto chen = w.person("陈大文", "H12345678", reference::DocumentType::hm_travel_permit);
        const Case c = waiting_case(w, chen);
        CHECK(c.reason().at("reason") == "records_unclear");
        CHECK_FALSE(c.stopped_on);
        CHECK_FALSE(c.closed_at);
        CHECK(w.spells(chen).empty());
        for (const std::string area : {"", "370000", "370100", "370102"}) CHECK(w.place.read([&](store::Connection& x) { return count_open(x, {.area = area}); }) == 1);
        for (const std::string area : {"370200", "370103", "370102001"}) CHECK(w.place.read([&](store::Connection& x) { return count_open(x, {.area = area}); }) == 0);
    });
}

TEST_CASE("the rule refuses with a reason and its facts; names and numbers are not among them") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        auto draft = lost_work("2026-11-05", "never_worked");
        draft.values["wants_work"] = false;
        const auto c = w.submit(li, draft);
        REQUIRE_MESSAGE(c, c.error().code);
        CHECK(c->state == State::refused);
        CHECK(c->reason().at("reason") == "wants_no_work");
        CHECK(c->reason().at("clause") == "6号文(一)");
        const auto& facts = c->reason().at("facts").as_object();
        CHECK(facts.at("wants_work") == false);
        for (const char* secret : {"name", "phone", "document_number"}) CHECK_FALSE(facts.contains(secret));
        CHECK(w.spells(li).empty());
    });
}

TEST_CASE("a case is handed in by the person, or by an officer at the window for somebody standing there (row 12.1)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2)), zhao = w.person("赵强", citizen("19880101", 1));
        const auto window = w.officer("zhou", {"window"});
        auto draft = lost_work("2026-11-05", "never_worked");
        draft.person = li.person;
        CHECK(w.submit({}, draft).error().code == "sign_in_needed");
        CHECK(w.submit(zhao, draft).error().code == "case_not_yours");
        CHECK(w.submit(party::test::officer("370102", {"adviser"}), draft).error().code == "duty_missing");
        CHECK(w.place.count("select count(*) from case_file") == 0);
        draft.channel = "window";
        draft.note = "本人到场";
        CHECK(w.submit(li, draft).error().code == "channel_not_yours");
        const auto c = w.submit(window, draft);
        REQUIRE_MESSAGE(c, c.error().code);
        CHECK(c->state == State::settled);
        CHECK(c->actions[0].actor == window.text());
        CHECK(c->actions[0].by == "周敏·历下区公共就业服务中心");
        CHECK(c->actions[0].body.at("note") == "本人到场");
        CHECK(w.spells(li).at(0).source == "staff");
    });
}

TEST_CASE("an unknown item, an unknown channel and a missing person are refused by name") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        auto draft = lost_work("2026-11-05", "never_worked");
        draft.channel = "pigeon";
        CHECK(w.submit(li, draft).error().code == "channel_unknown");
        draft = lost_work("2026-11-05");
        draft.item = "gold_registration";
        CHECK(w.submit(li, draft).error().code == "item_unknown");
        draft = lost_work("2026-11-05");
        CHECK(w.submit(w.officer("zhou", {"window"}), draft).error().code == "item_needs_person");
        draft.person = party::PersonId::make(w.place.clock.now());
        CHECK(w.submit(w.officer("wuping", {"window"}), draft).error().code == "person_unknown");
        draft = lost_work("2026-11-05");
        draft.item = "employment_registration";
        CHECK(w.submit(li, draft).error().code == "item_needs_employer");
    });
}
