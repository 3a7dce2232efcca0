#include "services/casework/need_store.hpp"
#include "services/casework/test/world.hpp"

/// Decisions that are turned round, and what they did to the records.
using namespace leye;
using namespace leye::casework;
using namespace leye::casework::test;

namespace {

Order deciding(std::string outcome, std::string code, std::string note = "复核") {
    return {.act = Act::decide, .note = std::move(note), .outcome = std::move(outcome), .reason_code = std::move(code)};
}
Order objecting() { return {.act = Act::object, .note = "与实际不符"}; }

Case must(const Result<Case>& c) {
    REQUIRE_MESSAGE(c, c.error().code);
    return *c;
}

/// One item: what stands before, what is handed in, with which code an officer turns it down.
struct Row {
    const char* item;
    const char* kind;     ///< what the records hold before: employed, unemployed, flexible or nothing
    json::Object values;
    const char* refusal;
    bool of_unit = false;
    bool commitment = false;
};

const std::vector<Row>& rows() {
    static const std::string number = citizen("19910520", 2);
    static const std::vector<Row> out{
        {"unemployment_registration", "employed", lost_work("2026-11-20", "dismissed").values, "officer_still_working", false, true},
        {"unemployment_registration_end", "unemployed", {{"end_reason", "school"}, {"ended_on", "2026-11-20"}}, "officer_not_own_will"},
        {"flexible_employment_registration", "unemployed",
         {{"flexible_kind", "platform_delivery"}, {"started_on", "2026-11-10"}, {"work", "送外卖"}, {"area", "370102"}, {"phone", "13853110001"}}, "officer_no_work", false, true},
        {"flexible_employment_end", "flexible", {{"end_reason", "stopped"}, {"ended_on", "2026-11-20"}}, "officer_not_own_will"},
        {"employment_registration", "unemployed",
         {{"worker_name", "李晓梅"}, {"document_type", "resident_id"}, {"document_number", number}, {"started_on", "2026-11-10"}, {"contract_kind", "open_ended"}}, "officer_not_employed", true},
        {"employment_end", "employed",
         {{"worker_name", "李晓梅"}, {"document_type", "resident_id"}, {"document_number", number}, {"ended_on", "2026-11-19"}, {"end_reason", "agreed"}}, "officer_still_employed", true},
        {"needs_opening", "nothing", {{"wants_employment", true}, {"employment_note", "附近的仓库"}}, "officer_not_own_will"},
    };
    return out;
}

std::string needs_of(World& w, const party::Actor& person) {
    std::string out;
    for (const auto& n : w.place.read([&](store::Connection& c) { return list_needs(c, person.person); })) out += n.kind + (n.wanted ? "+" : "-") + n.note + " ";
    return out;
}

}  // namespace

TEST_CASE("of every item: a settled case turned down leaves the records as before it, and as after it when settled again (row 18.2)") {
    for (const Row& row : rows())
        everywhere([&](World& w) {
            CAPTURE(row.item);
            const auto li = w.person("李晓梅", citizen("19910520", 2));
            const auto unit = w.unit();
            const auto sender = row.of_unit ? w.handler(unit, w.person("赵强", citizen("19880101", 1))) : li;
            if (const auto kind = status::find_kind(row.kind))
                REQUIRE(w.place.act([&](party::Context& at) {
                    return status::open_spell(at, {.person = li.person, .kind = *kind, .employer = *kind == status::Kind::employed ? std::optional(unit) : std::nullopt,
                                                   .from = *Date::parse("2026-02-01"), .details = {{"kept", true}}, .source = "import"});
                }));
            const auto records = [&] { return w.told(li) + " " + needs_of(w, li); };
            const std::string before = records();
            Draft draft{.item = row.item, .values = row.values, .commitment = row.commitment, .channel = row.of_unit ? "web" : "phone"};
            if (row.of_unit) draft.employer = unit;
            w.place.clock.advance_ms(1000);
            Case c = must(w.submit(sender, draft));
            REQUIRE(c.state == State::settled);
            const std::string after = records();
            const Instant settled_at = w.place.clock.now();
            CHECK(after != before);

            const auto first = w.officer("zhou", {"window"}), second = w.officer("wuping", {"window"});
            w.place.clock.advance_days(1);
            c = must(w.act(sender, c.origin.number, c.version(), objecting()));
            CHECK(records() == after);
            c = must(w.act(first, c.origin.number, c.version(), deciding("refuse", row.refusal)));
            CHECK(c.state == State::refused);
            CHECK_FALSE(c.carried_out);
            CHECK(c.certificate.empty());
            CHECK(records() == before);
            CHECK(w.told(li, settled_at) + " " + needs_of(w, li) == (std::string(row.kind) == "nothing" ? before : after));
            if (c.commitment) CHECK(w.place.count("select state from commitment") == static_cast<int>(CommitmentState::dropped));

            w.place.clock.advance_days(1);
            c = must(w.act(sender, c.origin.number, c.version(), objecting()));
            c = must(w.act(second, c.origin.number, c.version(), deciding("settle", "")));
            CHECK(c.state == State::settled);
            CHECK(records() == after);
            if (c.commitment) CHECK(w.place.count("select state from commitment") == static_cast<int>(CommitmentState::open));
            CHECK(w.place.count("select count(*) from certificate where revoked_at is null") == (row.commitment ? 1 : 0));
            CHECK(w.place.count("select count(*) from (select id from spell group by id) as s") ==
                  w.place.count("select count(*) from spell where version = 1"));
        });
}

TEST_CASE("a settled case objected to and mended is settled anew: one spell, corrected, and one certificate that holds (row 18.2)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2024-02-01", "2026-10-01");
        const auto officer = w.officer("zhou", {"window"});
        Case c = must(w.submit(li, lost_work("2026-11-20")));
        const std::string old_certificate = c.certificate;
        const Instant then = w.place.clock.now();
        w.place.clock.advance_days(1);
        c = must(w.act(li, c.origin.number, c.version(), objecting()));
        Order ask{.act = Act::ask_correction};
        ask.fields.push_back({"lost_on", "请核对日期"});
        c = must(w.act(officer, c.origin.number, c.version(), ask));
        CHECK(c.state == State::awaiting_correction);
        CHECK(w.told(li) == "employed 2024-02-01..2026-10-01, unemployed 2026-11-20..");
        SUBCASE("the person mends, and the rule does not meet the person's own registration") {
            Order mend{.act = Act::correct};
            mend.values = {{"lost_on", "2026-10-01"}};
            c = must(w.act(li, c.origin.number, c.version(), mend));
            CHECK(c.state == State::settled);
            CHECK(c.reason().at("reason") == "settled_on_record");
            CHECK(c.certificate != old_certificate);
            CHECK(w.told(li) == "employed 2024-02-01..2026-10-01, unemployed 2026-10-01..");
            CHECK(w.told(li, then) == "employed 2024-02-01..2026-10-01, unemployed 2026-11-20..");
        }
        SUBCASE("another officer upholds it without the mend") {
            c = must(w.act(officer, c.origin.number, c.version(), deciding("settle", "")));
            CHECK(c.state == State::settled);
            CHECK(c.certificate == old_certificate);
            CHECK(w.told(li) == "employed 2024-02-01..2026-10-01, unemployed 2026-11-20..");
        }
        SUBCASE("the officer puts it right") {
            Order put_right{.act = Act::correct};
            put_right.values = {{"lost_on", "2026-09-01"}};
            CHECK(w.act(officer, c.origin.number, c.version(), put_right).error().code == "decision_correct");
            put_right.values = {{"lost_on", "2026-11-01"}};
            c = must(w.act(officer, c.origin.number, c.version(), put_right));
            CHECK(c.state == State::settled);
            CHECK(w.told(li) == "employed 2024-02-01..2026-10-01, unemployed 2026-11-01..");
        }
        CHECK(w.place.count("select count(*) from spell where version = 1 and kind = 'unemployed'") == 1);
        CHECK(w.place.count("select count(*) from certificate where revoked_at is null") == 1);
    });
}

TEST_CASE("an objection withdrawn leaves the case as it was: decision, certificate, check and evaluation") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2024-02-01");
        Draft draft = lost_work("2026-11-20", "dismissed");
        draft.commitment = true;
        Case c = must(w.submit(li, draft));
        c = must(w.act(li, c.origin.number, c.version(), {.act = Act::evaluate, .grade = 4}));
        const Case settled = c;
        w.place.clock.advance_days(2);
        c = must(w.act(li, c.origin.number, c.version(), objecting()));
        c = must(w.act(li, c.origin.number, c.version(), {.act = Act::withdraw, .note = "看错了"}));
        for (const Case& now : {c, w.stored(c.origin.number)}) {
            CHECK(now.state == State::settled);
            CHECK(now.certificate == settled.certificate);
            CHECK(now.commitment->state == CommitmentState::open);
            CHECK(now.evaluation->grade == 4);
            CHECK(now.reason() == settled.reason());
            CHECK(now.due_on == settled.due_on);
            CHECK(now.closed_at == settled.closed_at);
            CHECK(now.version() == settled.version() + 2);
        }
        CHECK(w.place.count("select count(*) from commitment where state = 1") == 1);
        CHECK(w.place.count("select count(*) from certificate where revoked_at is null") == 1);
        CHECK(w.told(li) == "employed 2024-02-01..2026-11-20, unemployed 2026-11-20..");
        // It can be objected to again.
        CHECK(w.act(li, c.origin.number, c.version(), objecting()));
    });
    everywhere([](World& w) {
        const auto chen = w.person("陈大文", "H12345678", reference::DocumentType::hm_travel_permit);
        const auto officer = w.officer("zhou", {"window"});
        Case c = waiting_case(w, chen);
        c = must(w.act(officer, c.origin.number, c.version(), deciding("refuse", "officer_still_working")));
        c = must(w.act(chen, c.origin.number, c.version(), objecting()));
        c = must(w.act(chen, c.origin.number, c.version(), {.act = Act::withdraw}));
        CHECK(c.state == State::refused);
        CHECK(c.reason().at("reason") == "officer_still_working");
    });
}

TEST_CASE("a promise found broken lets an officer withdraw the registration, and the person objects (rows 16.2, 3.1)") {
    for (const bool flexible : {false, true})
        everywhere([&](World& w) {
            CAPTURE(flexible);
            const auto li = w.person("李晓梅", citizen("19910520", 2));
            if (!flexible) w.employ(li, "2024-02-01");
            const std::string before = w.told(li);
            Draft draft = lost_work("2026-11-20", "dismissed");
            if (flexible) draft.item = rows()[2].item, draft.values = rows()[2].values;
            draft.commitment = true;
            Case c = must(w.submit(li, draft));
            REQUIRE(c.state == State::settled);
            const std::string certificate = c.certificate;
            const auto checker = w.officer("zheng", {"check"}), window = w.officer("zhou", {"window"});
            const Order withdraw_it = deciding("refuse", "officer_commitment_broken", "单位称仍在岗");
            CHECK(w.act(checker, c.origin.number, c.version(), withdraw_it).error().code == "act_not_now");
            c = must(w.act(checker, c.origin.number, c.version(), {.act = Act::check, .note = "单位称仍在岗", .result = "broken"}));
            CHECK(c.state == State::settled);
            CHECK(w.act(window, c.origin.number, c.version(), withdraw_it).error().code == "duty_missing");
            CHECK(w.act(checker, c.origin.number, c.version(), deciding("settle", "")).error().code == "act_not_now");
            CHECK(w.act(checker, c.origin.number, c.version(), deciding("refuse", "officer_commitment_broken", "")).error().code == "note_missing");
            c = must(w.act(checker, c.origin.number, c.version(), withdraw_it));
            CHECK(c.state == State::refused);
            CHECK(c.certificate.empty());
            CHECK(w.told(li) == before);
            CHECK(w.place.count("select count(*) from certificate where revoked_at is not null and code = '" + certificate + "'") == 1);
            CHECK(w.letters.sent.back().second.find("撤销") != std::string::npos);
            CHECK(w.place.count("select state from commitment") == static_cast<int>(CommitmentState::broken));
            c = must(w.act(li, c.origin.number, c.version(), objecting()));
            c = must(w.act(window, c.origin.number, c.version(), deciding("settle", "")));
            CHECK(c.state == State::settled);
            CHECK(w.told(li) != before);
        });
}
