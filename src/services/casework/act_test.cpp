#include "services/casework/advice_store.hpp"
#include "services/casework/queue_store.hpp"
#include "services/casework/test/world.hpp"

using namespace leye;
using namespace leye::casework;
using namespace leye::casework::test;

namespace {

Order asking(const std::string& field, const std::string& sentence) {
    Order out{.act = Act::ask_correction};
    out.fields.push_back({field, sentence});
    return out;
}

Order deciding(const std::string& outcome, const std::string& code, const std::string& note = {}) {
    return {.act = Act::decide, .note = note, .outcome = outcome, .reason_code = code};
}

/// A person whose paper tells no age, so that an officer looks at the case.
party::Actor chen(World& w) { return w.person("陈大文", "H12345678", reference::DocumentType::hm_travel_permit); }

/// A case settled on a written commitment, its check still to come.
Case committed_case(World& w, const party::Actor& actor) {
    w.employ(actor, "2024-02-01");
    auto draft = lost_work("2026-11-20", "dismissed");
    draft.commitment = true;
    const auto out = w.submit(actor, draft);
    REQUIRE_MESSAGE(out, out.error().code);
    return *out;
}

}  // namespace

TEST_CASE("an officer settles a waiting case: effect, certificate and message follow as if the rule had") {
    everywhere([](World& w) {
        const auto person = chen(w);
        const auto officer = w.officer("zhou", {"window"});
        const Case c = waiting_case(w, person);
        w.letters.sent.clear();
        const auto taken = w.act(officer, c.origin.number, c.version(), {.act = Act::take});
        REQUIRE_MESSAGE(taken, taken.error().code);
        CHECK(taken->assigned_to == officer.staff.text());
        const auto done = w.act(officer, c.origin.number, taken->version(), deciding("settle", ""));
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(done->state == State::settled);
        CHECK(done->reason().at("reason") == "officer_verified");
        CHECK(done->certificate.size() == 16);
        CHECK(w.stored(c.origin.number).version() == 4);
        CHECK(w.spells(person).at(0).kind == status::Kind::unemployed);
        CHECK(w.place.count("select count(*) from certificate where revoked_at is null") == 1);
        REQUIRE(w.letters.sent.size() == 1);
        CHECK(w.letters.sent[0].second.find(done->certificate) != std::string::npos);
        CHECK(w.place.read([](store::Connection& x) { return count_open(x, {}); }) == 0);
    });
}

TEST_CASE("an officer refuses only with a coded reason of the item and a sentence of the officer's own (row 18.2)") {
    everywhere([](World& w) {
        const auto officer = w.officer("zhou", {"window"});
        const Case c = waiting_case(w, chen(w));
        const auto code_of = [&](const Order& order) { return w.act(officer, c.origin.number, c.version(), order).error().code; };
        CHECK(code_of(deciding("perhaps", "officer_still_working", "说不好")) == "outcome_unknown");
        CHECK(code_of(deciding("refuse", "because", "核实仍在工作")) == "reason_code_unknown");
        CHECK(code_of(deciding("refuse", "officer_verified", "核实仍在工作")) == "reason_code_unknown");
        CHECK(code_of(deciding("refuse", "officer_still_working")) == "note_missing");
        CHECK(w.stored(c.origin.number).version() == c.version());
        const auto done = w.act(officer, c.origin.number, c.version(), deciding("refuse", "officer_still_working", "电话核实，仍在工地上班"));
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(done->state == State::refused);
        CHECK(done->certificate.empty());
        CHECK(w.place.count("select count(*) from spell") == 0);
    });
}

TEST_CASE("of two acts on the same version the second does nothing and says so") {
    everywhere([](World& w) {
        const auto first = w.officer("zhou", {"window"}), second = w.officer("wuping", {"window"});
        const Case c = waiting_case(w, chen(w));
        REQUIRE(w.act(first, c.origin.number, c.version(), deciding("settle", "")));
        const auto late = w.act(second, c.origin.number, c.version(), deciding("refuse", "officer_still_working", "仍在上班"));
        REQUIRE_FALSE(late);
        CHECK(late.error().code == "case_changed");
        CHECK(w.stored(c.origin.number).state == State::settled);
        // The same act repeated with the version it was sent with is not done twice either.
        CHECK(w.act(first, c.origin.number, c.version(), deciding("settle", "")).error().code == "case_changed");
        CHECK(w.act(first, c.origin.number, c.version() + 1, deciding("settle", "")).error().code == "act_not_now");
        CHECK(w.place.count("select count(*) from certificate") == 1);
        CHECK(w.place.count("select count(*) from spell") == 1);
    });
}

TEST_CASE("asking for a correction stops the clock; the mend moves the promised day by as long as it stood (row 18.2)") {
    everywhere([](World& w) {
        const auto person = chen(w);
        const auto officer = w.officer("zhou", {"window"});
        const Case c = waiting_case(w, person);
        CHECK(c.due_on.text() == "2026-11-26");
        CHECK(w.act(officer, c.origin.number, c.version(), {.act = Act::ask_correction}).error().code == "correction_fields_missing");
        CHECK(w.act(officer, c.origin.number, c.version(), asking("diploma", "请补学历")).error().code == "correction_field");
        const auto asked = w.act(officer, c.origin.number, c.version(), asking("last_employer", "请写清原来在哪里工作"));
        REQUIRE_MESSAGE(asked, asked.error().code);
        CHECK(asked->state == State::awaiting_correction);
        CHECK(asked->stopped_on->text() == "2026-11-23");
        CHECK(w.letters.sent.back().second.find("请写清原来在哪里工作") != std::string::npos);

        w.place.clock.advance_days(7);  // five working days
        Order mend{.act = Act::correct};
        mend.values = {{"last_employer", "青岛某某物流有限公司"}};
        const auto mended = w.act(person, c.origin.number, asked->version(), mend);
        REQUIRE_MESSAGE(mended, mended.error().code);
        CHECK(mended->state == State::accepted);
        CHECK_FALSE(mended->stopped_on);
        CHECK(mended->due_on.text() == "2026-12-03");
        CHECK(mended->values.at("last_employer") == "青岛某某物流有限公司");
        CHECK(mended->values.at("lost_on") == "2026-11-20");
        CHECK(w.stored(c.origin.number).due_on == mended->due_on);
    });
}

TEST_CASE("a mend that is itself wrong is refused and the case waits as before") {
    everywhere([](World& w) {
        const auto person = chen(w);
        const auto officer = w.officer("zhou", {"window"});
        const Case c = waiting_case(w, person);
        const auto asked = w.act(officer, c.origin.number, c.version(), asking("lost_on", "请核对日期"));
        REQUIRE(asked);
        Order mend{.act = Act::correct};
        mend.values = {{"lost_on", "2026-13-01"}};
        CHECK(w.act(person, c.origin.number, asked->version(), mend).error().field == "values.lost_on");
        CHECK(w.stored(c.origin.number).state == State::awaiting_correction);
        CHECK(w.stored(c.origin.number).version() == asked->version());
    });
}

TEST_CASE("a commitment asked for is given later and settles; the check is put on the list") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        w.employ(li, "2024-02-01");
        const auto c = w.submit(li, lost_work("2026-11-20", "dismissed"));
        REQUIRE_MESSAGE(c, c.error().code);
        w.place.clock.advance_days(2);
        const auto done = w.act(li, c->origin.number, c->version(), {.act = Act::commit});
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(done->state == State::settled);
        CHECK(done->commitment->check_due_on.text() == "2026-12-25");
        CHECK(done->certificate.size() == 16);
        CHECK(w.place.count("select count(*) from commitment where state = 1 and check_due_on = '2026-12-25'") == 1);
        CHECK(w.act(li, c->origin.number, done->version(), {.act = Act::commit}).error().code == "act_not_now");
    });
}

TEST_CASE("a commitment is checked once, by whoever has that duty there: kept or broken, with what was found (row 16.2)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        const Case c = committed_case(w, li);
        const auto checker = w.officer("zheng", {"check"});
        Order order{.act = Act::check, .note = "已与单位核实，11月20日离职", .result = "kept"};
        std::string letter = "已核实";
        int stored = static_cast<int>(CommitmentState::kept);
        SUBCASE("kept") {}
        SUBCASE("broken") {
            order.result = "broken";
            order.note = "单位称仍在岗";
            letter = "不符";
            stored = static_cast<int>(CommitmentState::broken);
        }
        CHECK(w.act(w.officer("zhou", {"window"}), c.origin.number, c.version(), order).error().code == "duty_missing");
        CHECK(w.act(li, c.origin.number, c.version(), order).error().code == "act_not_yours");
        CHECK(w.act(checker, c.origin.number, c.version(), {.act = Act::check, .note = "看过了", .result = "maybe"}).error().code == "result_unknown");
        CHECK(w.act(checker, c.origin.number, c.version(), {.act = Act::check, .result = order.result}).error().code == "note_missing");
        const auto done = w.act(checker, c.origin.number, c.version(), order);
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(static_cast<int>(done->commitment->state) == stored);
        CHECK(w.place.count("select state from commitment") == stored);
        CHECK(w.letters.sent.back().second.find(letter) != std::string::npos);
        CHECK(w.act(checker, c.origin.number, done->version(), order).error().code == "act_not_now");
        // What was decided on the commitment is not undone by the machine: the person is told and may object.
        CHECK(done->state == State::settled);
        CHECK(w.spells(li).size() == 2);
    });
}

TEST_CASE("an objection is decided by somebody else, and turning a settled case round takes its effect back (row 18.2)") {
    everywhere([](World& w) {
        const auto person = chen(w);
        const auto first = w.officer("zhou", {"window"}), second = w.officer("wuping", {"window"});
        const Case c = waiting_case(w, person);
        const auto settled = w.act(first, c.origin.number, c.version(), deciding("settle", ""));
        REQUIRE(settled);
        REQUIRE(w.spells(person).size() == 1);
        CHECK(w.act(person, c.origin.number, settled->version(), {.act = Act::object}).error().code == "note_missing");
        w.place.clock.advance_days(1);
        const auto objected = w.act(person, c.origin.number, settled->version(), {.act = Act::object, .note = "不是我本人要求登记的"});
        REQUIRE_MESSAGE(objected, objected.error().code);
        CHECK(objected->state == State::objected);
        CHECK(objected->due_on.text() == "2026-11-27");
        CHECK_FALSE(objected->closed_at);
        const Order refuse_it = deciding("refuse", "officer_not_own_will", "核实不是本人提交");
        CHECK(w.act(first, c.origin.number, objected->version(), refuse_it).error().code == "objection_own_decision");
        const auto done = w.act(second, c.origin.number, objected->version(), refuse_it);
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(done->state == State::refused);
        CHECK(w.spells(person).empty());
        CHECK(w.place.count("select count(*) from certificate where revoked_at is not null") == 1);
    });
}

TEST_CASE("an objection to a refusal is upheld: the effect comes then, once") {
    everywhere([](World& w) {
        const auto person = chen(w);
        const auto first = w.officer("zhou", {"window"}), second = w.officer("wuping", {"window"});
        const Case c = waiting_case(w, person);
        const auto refused = w.act(first, c.origin.number, c.version(), deciding("refuse", "officer_still_working", "仍在上班"));
        REQUIRE(refused);
        const auto objected = w.act(person, c.origin.number, refused->version(), {.act = Act::object, .note = "上个月就离职了"});
        REQUIRE(objected);
        CHECK(w.spells(person).empty());
        const auto done = w.act(second, c.origin.number, objected->version(), deciding("settle", "officer_verified"));
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(done->state == State::settled);
        CHECK(w.spells(person).size() == 1);
        CHECK(w.place.count("select count(*) from certificate where revoked_at is null") == 1);
    });
}

TEST_CASE("the applicant withdraws what is open, and nobody else's case is so much as seen") {
    everywhere([](World& w) {
        const auto person = chen(w), stranger = w.person("赵强", citizen("19880101", 1));
        const Case c = waiting_case(w, person);
        CHECK(w.act(stranger, c.origin.number, c.version(), {.act = Act::withdraw}).error().code == "case_unknown");
        CHECK(w.act({}, c.origin.number, c.version(), {.act = Act::withdraw}).error().code == "case_unknown");
        CHECK(w.act(person, "2026112300000000", c.version(), {.act = Act::withdraw}).error().code == "case_unknown");
        const auto done = w.act(person, c.origin.number, c.version(), {.act = Act::withdraw, .note = "找到工作了"});
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(done->state == State::withdrawn);
        CHECK(done->closed_at == w.place.clock.now());
        CHECK(w.act(person, c.origin.number, done->version(), {.act = Act::withdraw}).error().code == "act_not_now");
        CHECK(w.place.read([](store::Connection& x) { return count_open(x, {}); }) == 0);
        CHECK(w.spells(person).empty());
    });
}

TEST_CASE("a settled case is rated once, by the applicant, and the agency that decided is rated (row 23.1)") {
    everywhere([](World& w) {
        const auto person = chen(w);
        const auto officer = w.officer("zhou", {"window"});
        const Case c = waiting_case(w, person);
        const auto settled = w.act(officer, c.origin.number, c.version(), deciding("settle", ""));
        REQUIRE(settled);
        CHECK(w.act(person, c.origin.number, settled->version(), {.act = Act::evaluate, .grade = 6}).error().code == "grade_range");
        CHECK(w.act(officer, c.origin.number, settled->version(), {.act = Act::evaluate, .grade = 5}).error().code == "act_not_yours");
        const auto rated = w.act(person, c.origin.number, settled->version(), {.act = Act::evaluate, .grade = 2, .comment = "等得久"});
        REQUIRE_MESSAGE(rated, rated.error().code);
        CHECK(rated->evaluation->grade == 2);
        CHECK(w.act(person, c.origin.number, rated->version(), {.act = Act::evaluate, .grade = 5}).error().code == "evaluation_done");
        CHECK(w.place.count("select count(*) from evaluation where grade = 2 and agency = '历下区公共就业服务中心'") == 1);
    });
}

TEST_CASE("an answer joins the public list only where the asker agreed and the adviser wants it (row A1)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        const auto adviser = w.officer("zhouzhou", {"adviser"});
        bool wanted = true;
        size_t published = 0;
        Draft draft{.item = "policy_advice", .values = {{"topic", "startup"}, {"question", "创业担保贷款最多能贷多少？"}}, .channel = "phone"};
        SUBCASE("agreed") {
            draft.values["publish_ok"] = true;
            published = 1;
        }
        SUBCASE("said no") { draft.values["publish_ok"] = false; }
        SUBCASE("said nothing") {}
        SUBCASE("agreed, and the adviser keeps it") {
            draft.values["publish_ok"] = true;
            wanted = false;
        }
        const auto asked = w.submit(li, draft);
        REQUIRE_MESSAGE(asked, asked.error().code);
        CHECK(asked->state == State::accepted);
        const auto done = w.act(adviser, asked->origin.number, asked->version(),
                                {.act = Act::answer, .values = {{"answer", "个人最高三十万元。"}, {"topic", "创业"}, {"publish", wanted}}});
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(done->state == State::settled);
        CHECK(w.stored(asked->origin.number).actions.back().body.at("answer") == "个人最高三十万元。");
        CHECK(w.place.read([](store::Connection& x) { return list_published_advice(x, "担保贷款", std::nullopt, 10).size(); }) == published);
    });
}
