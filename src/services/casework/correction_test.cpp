#include <thread>

#include "records/party/merge.hpp"
#include "services/casework/commitment_store.hpp"
#include "services/casework/journalled.hpp"
#include "services/casework/queue_store.hpp"
#include "services/casework/test/world.hpp"

/// What is put right later (改正), what is dated ahead, where cases are worked on, and who is told.
using namespace leye;
using namespace leye::casework;
using namespace leye::casework::test;

namespace {

Case must(const Result<Case>& c) {
    REQUIRE_MESSAGE(c, c.error().code);
    return *c;
}

Order putting_right(json::Object values, std::string note = "日期填错了") {
    Order out{.act = Act::correct};
    out.values = std::move(values);
    out.note = std::move(note);
    return out;
}

Draft hire(party::EmployerId unit, const std::string& started_on) {
    return {.item = "employment_registration",
            .values = {{"worker_name", "李晓梅"}, {"document_type", "resident_id"}, {"document_number", citizen("19910520", 2)}, {"started_on", started_on}, {"contract_kind", "open_ended"}},
            .employer = unit,
            .channel = "web"};
}

Draft leave(party::EmployerId unit, const std::string& ended_on) {
    return {.item = "employment_end",
            .values = {{"worker_name", "李晓梅"}, {"document_type", "resident_id"}, {"document_number", citizen("19910520", 2)}, {"ended_on", ended_on}, {"end_reason", "agreed"}},
            .employer = unit,
            .channel = "web"};
}

}  // namespace

TEST_CASE("a settled case is put right by the person: the rule is asked again, both days stay readable, the certificate is renewed (row 15.4)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2024-02-01", "2026-10-01");
        Case c = must(w.submit(li, lost_work("2026-11-20")));
        const std::string old_certificate = c.certificate;
        const Instant then = w.place.clock.now();
        w.place.clock.advance_days(3);
        CHECK(w.act(li, c.origin.number, c.version(), putting_right({{"lost_on", "2026-11-02"}}, "")).error().code == "note_missing");
        CHECK(w.act(li, c.origin.number, c.version(), putting_right({{"lost_on", "2026-11-20"}})).error().code == "correction_nothing");
        CHECK(w.act(li, c.origin.number, c.version(), putting_right({{"lost_on", "2026-09-01"}})).error().code == "decision_correct");
        CHECK(w.act(li, c.origin.number, c.version(), putting_right({{"wants_work", false}})).error().code == "correction_not_settled");
        CHECK(w.stored(c.origin.number).version() == c.version());
        c = must(w.act(li, c.origin.number, c.version(), putting_right({{"lost_on", "2026-11-02"}, {"area", "370103"}})));
        CHECK(c.state == State::settled);
        CHECK(c.values.at("lost_on") == "2026-11-02");
        CHECK(c.certificate != old_certificate);
        CHECK(w.told(li) == "employed 2024-02-01..2026-10-01, unemployed 2026-11-02..");
        CHECK(w.told(li, then) == "employed 2024-02-01..2026-10-01, unemployed 2026-11-20..");
        CHECK(w.spells(li).front().details.at("area") == "370103");
        CHECK(w.place.count("select count(*) from certificate where revoked_at is not null and code = '" + old_certificate + "'") == 1);
        CHECK(w.letters.sent.back().second.find("更正") != std::string::npos);
        // What came after does not speak against it: the person has found work meanwhile.
        const auto unit = w.unit();
        must(w.submit(w.handler(unit, w.person("赵强", citizen("19880101", 1))), hire(unit, "2026-11-24")));
        c = must(w.act(li, c.origin.number, c.version(), putting_right({{"lost_on", "2026-11-05"}})));
        CHECK(w.told(li) == "employed 2024-02-01..2026-10-01, unemployed 2026-11-05..2026-11-24, employed 2026-11-24..");
    });
}

TEST_CASE("an employer puts the last day right, and whom it was about") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2)), wang = w.person("王芳", citizen("19920303", 4));
        const auto unit = w.unit();
        const auto handler = w.handler(unit, w.person("赵强", citizen("19880101", 1)));
        const Case hired = must(w.submit(handler, hire(unit, "2026-11-10")));
        Case c = must(w.submit(handler, leave(unit, "2026-11-19")));
        CHECK(w.told(li) == "employed 2026-11-10..2026-11-20");
        c = must(w.act(handler, c.origin.number, c.version(), putting_right({{"ended_on", "2026-11-20"}})));
        CHECK(w.told(li) == "employed 2026-11-10..2026-11-21");
        const Case moved = must(w.act(handler, hired.origin.number, hired.version(), putting_right({{"worker_name", "王芳"}, {"document_number", citizen("19920303", 4)}}, "填成了别人")));
        CHECK(w.told(wang) == "employed 2026-11-10..");
        CHECK(w.told(li) == "");
        CHECK(w.act(w.handler(w.unit("91370102MA00000038", "别家公司"), wang), moved.origin.number, moved.version(), putting_right({{"started_on", "2026-11-09"}})).error().code == "case_unknown");
    });
}

TEST_CASE("work that begins later neither blocks a lost job nor goes with it: unemployment runs until it begins") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2024-02-01", "2026-11-20");
        const auto unit = w.unit("91370102MA00000038", "济南新程物流有限公司");
        const auto handler = w.handler(unit, w.person("赵强", citizen("19880101", 1)));
        CHECK(w.submit(handler, hire(unit, "2027-01-02")).error().code == "decision_correct");
        const Case hired = must(w.submit(handler, hire(unit, "2026-12-13")));
        CHECK(hired.reason().at("reason") == "settled_ahead");
        const Case c = must(w.submit(li, lost_work("2026-11-20")));
        CHECK(c.reason().at("reason") == "settled_on_record");
        CHECK(w.told(li) == "employed 2024-02-01..2026-11-20, unemployed 2026-11-20..2026-12-13, employed 2026-12-13..");
        CHECK(w.submit(li, lost_work("2026-11-21")).value().state == State::refused);
        // And it can be ended before the work begins.
        CHECK(must(w.submit(li, {.item = "unemployment_registration_end", .values = {{"end_reason", "school"}, {"ended_on", "2026-11-22"}}, .channel = "phone"})).state == State::settled);
        CHECK(w.told(li) == "employed 2024-02-01..2026-11-20, unemployed 2026-11-20..2026-11-22, employed 2026-12-13..");
    });
}

TEST_CASE("a case in a retired area is its successor's: queue, counts and checks hold it") {
    for (const auto& [retired, current] : {std::pair("371202", "370116"), std::pair("370116", "370116")})
        everywhere([&](World& w) {
            CAPTURE(retired);
            const auto li = w.person("李晓梅", citizen("19910520", 2));
            w.employ(li, "2024-02-01");
            Draft draft = lost_work("2026-11-20", "dismissed");
            draft.values["area"] = retired;
            const Case waiting = must(w.submit(li, draft));
            CHECK(waiting.origin.area == current);
            CHECK(waiting.values.at("area") == retired);
            for (const std::string area : {"370100", current}) {
                CHECK(w.place.read([&](store::Connection& c) { return list_open(c, {.area = area}, std::nullopt, 10).size(); }) == 1);
                CHECK(w.place.read([&](store::Connection& c) { return count_open(c, {.area = area}); }) == 1);
            }
            CHECK(w.place.read([&](store::Connection& c) { return count_open(c, {.area = "371200"}); }) == 0);
            must(w.act(li, waiting.origin.number, waiting.version(), {.act = Act::commit}));
            CHECK(w.place.read([&](store::Connection& c) { return list_commitments(c, "370100", CommitmentState::open, std::nullopt, std::nullopt, 10).size(); }) == 1);
            CHECK(w.place.read([&](store::Connection& c) { return count_checks_due(c, "370116", *Date::parse("2027-01-30")); }) == 1);
        });
}

TEST_CASE("the worker is told what a unit registers, and the unit's handlers what others do to its case") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        const auto unit = w.unit();
        const auto account = Uuid::make(w.place.clock.now());
        REQUIRE(w.place.act([&](party::Context& at) { return party::add_handler(at, unit, account, true); }));
        const auto handler = w.handler(unit, w.person("赵强", citizen("19880101", 1)));
        const auto told = [&](const std::string& to) {
            std::string out;
            for (const auto& [phone, text] : w.letters.sent)
                if (phone == to) out += text + "\n";
            w.letters.sent.clear();
            return out;
        };
        Case c = must(w.submit(handler, hire(unit, "2026-11-10")));
        CHECK(w.letters.sent.size() == 1);  // what the handler did stands on the handler's screen
        CHECK(told("13853110001").find("济南泉城机械有限公司为您办了就业登记") != std::string::npos);
        c = must(w.act(handler, c.origin.number, c.version(), putting_right({{"started_on", "2026-11-11"}})));
        CHECK(told("13853110001").find("更正了您的就业登记") != std::string::npos);
        c = must(w.act(handler, c.origin.number, c.version(), {.act = Act::object, .note = "没有招用"}));
        const auto officer = w.officer("zhou", {"window"});
        Order ask{.act = Act::ask_correction};
        ask.fields.push_back({"started_on", "请核对用工日期"});
        c = must(w.act(officer, c.origin.number, c.version(), ask));
        CHECK(told(account.text()).find("请核对用工日期") != std::string::npos);
        c = must(w.act(officer, c.origin.number, c.version(), {.act = Act::decide, .note = "核实没有用工", .outcome = "refuse", .reason_code = "officer_not_employed"}));
        CHECK(w.letters.sent.size() == 2);
        CHECK(w.letters.sent[0].first == account.text());
        CHECK(w.letters.sent[1].second.find("您的记录恢复原样") != std::string::npos);
        CHECK(w.told(li) == "");
    });
}

TEST_CASE("every act says how it came in, and nobody says what the sender cannot use (row 12.1)") {
    everywhere([](World& w) {
        const auto chen = w.person("陈大文", "H12345678", reference::DocumentType::hm_travel_permit);
        auto officer = w.officer("zhou", {"window"});
        Case c = waiting_case(w, chen);
        auto wrong = chen;
        wrong.channel = "window";
        CHECK(w.act(wrong, c.origin.number, c.version(), {.act = Act::withdraw}).error().code == "channel_not_yours");
        officer.channel = "web";
        CHECK(w.act(officer, c.origin.number, c.version(), {.act = Act::take}).error().code == "channel_not_yours");
        officer.channel = "pigeon";
        CHECK(w.act(officer, c.origin.number, c.version(), {.act = Act::take}).error().code == "channel_unknown");
        officer.channel = "hotline";
        c = must(w.act(officer, c.origin.number, c.version(), {.act = Act::take}));
        CHECK(c.actions.back().channel == "hotline");
    });
}

TEST_CASE("what was changed in a case behind the journal's back is found and named") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2024-02-01", "2026-10-01");
        const Case c = must(w.submit(li, lost_work("2026-11-20")));
        must(w.submit(li, {.item = "needs_opening", .values = {{"wants_training", true}}, .channel = "phone"}));
        const auto damages = [&](const seal::Seal* seal) { return w.place.read([&](store::Connection& x) { return verify_cases(x, seal); }); };
        const auto change = [&](const std::string& sql) { w.place.act([&](party::Context& at) { return at.tx.execute(sql); }); };
        CHECK(damages(&test_seal()).empty());
        CHECK(damages(nullptr).empty());
        std::string sql, undo;
        int64_t seq = 2;
        bool by_keys = false;
        SUBCASE("a decision's reason") { sql = "update case_action set body = replace(body, 'settled_on_record', 'settled_never_worked') where seq = 2"; }
        SUBCASE("who acted") { sql = "update case_action set actor = 'staff:0' where seq = 2"; }
        SUBCASE("the sealed values") { sql = "update case_action set sealed_values = (select o.sealed_values from case_action o where o.sealed_values is not null and o.case_id <> case_action.case_id) where sealed_values is not null and case_id in (select id from case_file where item = 'unemployment_registration')", seq = 1, by_keys = true; }
        SUBCASE("how it came in") { sql = "update case_action set channel = 'kiosk' where seq = 1", seq = 1, by_keys = true; }
        SUBCASE("whose it is") { sql = "update case_file set area = '370200'", seq = 1, by_keys = true; }
        SUBCASE("an action dropped") { sql = "delete from case_action where seq = 2"; }
        SUBCASE("the state in lists") { sql = "update case_file set state = 4 where item = 'unemployment_registration'", seq = 0; }
        change(sql);
        const auto found = damages(&test_seal());
        REQUIRE_FALSE(found.empty());
        CHECK(found.front().seq == seq);
        CHECK(std::ranges::any_of(found, [&](const CaseDamage& d) { return d.number == c.origin.number; }));
        CHECK(damages(nullptr).empty() == by_keys);
    });
}

TEST_CASE("of two submissions of one person at once one settles and the other meets it; two opposite merges make no circle") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2024-02-01", "2026-10-01");
        const auto other = w.person("李晓梅", "H12345678", reference::DocumentType::hm_travel_permit);
        const auto both = [](const std::function<void()>& a, const std::function<void()>& b) {
            std::thread one(a), two(b);
            one.join(), two.join();
        };
        for (int round = 0; round < 5; ++round) {
            both([&] { w.submit(li, lost_work("2026-11-20")); }, [&] { w.submit(li, lost_work("2026-11-20")); });
            CHECK(w.place.count("select count(*) from case_file where item = 'unemployment_registration' and state = 3") == round + 1);
            CHECK(w.spells(li).front().kind == status::Kind::unemployed);
            REQUIRE(w.submit(li, {.item = "unemployment_registration_end", .values = {{"end_reason", "school"}, {"ended_on", "2026-11-20"}}, .channel = "phone"}));
            const auto merge = [&](party::PersonId keep, party::PersonId drop) {
                w.place.act([&](party::Context& at) { return party::merge(at, keep, drop, "同一人两个证件"); });
            };
            both([&] { merge(li.person, other.person); }, [&] { merge(other.person, li.person); });
            const auto merges = w.place.read([&](store::Connection& c) { return party::list_merges(c, li.person); });
            CHECK(std::ranges::count_if(merges, [](const auto& m) { return !m.undone_at; }) == 1);
            for (const auto& m : merges)
                if (!m.undone_at) REQUIRE(w.place.act([&](party::Context& at) { return party::unmerge(at, m.id, "不是同一人"); }));
        }
    });
}
