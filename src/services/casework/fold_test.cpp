#include "services/casework/fold.hpp"

#include <doctest/doctest.h>

#include "services/casework/case_store.hpp"
#include "services/casework/number_store.hpp"
#include "services/casework/next.hpp"

using namespace leye;
using namespace leye::casework;

namespace {

Action action(int64_t seq, Act act, json::Object body, std::string actor = "person:1") {
    return {seq, act, Instant::start_of(*Date::parse("2026-11-23")), std::move(actor), "本人", "web", std::move(body), {}};
}

Case submitted() { return fold({}, {action(1, Act::submit, {{"due_on", "2026-11-26"}})}); }

Case decided(std::string_view outcome, std::string actor = "system") {
    Case c = submitted();
    apply(c, action(2, Act::decide, {{"outcome", outcome}, {"field", "lost_on"}}, std::move(actor)));
    return c;
}

}  // namespace

TEST_CASE("a settled case is closed and its clock has ended") {
    const Case c = decided("settle");
    CHECK(c.state == State::settled);
    CHECK(c.closed_at);
    CHECK(c.due_on.text() == "2026-11-26");
    CHECK(c.version() == 2);
}

TEST_CASE("asking for a mend stops the clock and the mend starts it again with a later day") {
    Case c = decided("review");
    CHECK(c.state == State::accepted);
    CHECK_FALSE(c.stopped_on);
    apply(c, action(3, Act::ask_correction, {{"fields", json::Array{json::Object{{"field", "lost_on"}, {"sentence", "日期不对"}}}}}));
    CHECK(c.state == State::awaiting_correction);
    CHECK(c.stopped_on->text() == "2026-11-23");
    CHECK(c.asked.at(0).field == "lost_on");
    apply(c, action(4, Act::correct, {{"due_on", "2026-11-30"}}));
    CHECK(c.state == State::accepted);
    CHECK_FALSE(c.stopped_on);
    CHECK(c.asked.empty());
    CHECK(c.due_on.text() == "2026-11-30");
}

TEST_CASE("actions with a gap are a bug, never a case") {
    CHECK_THROWS_AS(fold({}, {action(1, Act::submit, {{"due_on", "2026-11-26"}}), action(3, Act::withdraw, {})}), Bug);
    CHECK_THROWS_AS(fold({}, {action(1, Act::withdraw, {})}), Bug);
    CHECK_THROWS_AS(fold({}, {}), Bug);
}

TEST_CASE("only the applicant evaluates, once, and only after the decision") {
    Case c = decided("settle");
    c.origin.person = party::PersonId{*Uuid::parse("00000000-0000-7000-8000-000000000001")};
    party::Actor owner{.kind = party::Actor::Kind::person, .person = *c.origin.person};
    party::Actor stranger{.kind = party::Actor::Kind::person, .person = {*Uuid::parse("00000000-0000-7000-8000-000000000002")}};
    party::Actor staff{.kind = party::Actor::Kind::staff, .area = "370000", .duties = {"window", "admin", "manager", "check"}};
    CHECK(may_act(owner, c, Act::evaluate, catalog::Item()));
    CHECK(may_act(staff, c, Act::evaluate, catalog::Item()).error().code == "act_not_yours");
    CHECK(may_act(stranger, c, Act::evaluate, catalog::Item()).error().code == "act_not_yours");
    CHECK(may_act({}, c, Act::evaluate, catalog::Item()).error().code == "sign_in_needed");
    apply(c, action(3, Act::evaluate, {{"grade", 5}}));
    CHECK(may_act(owner, c, Act::evaluate, catalog::Item()).error().code == "evaluation_done");
}

TEST_CASE("a commitment can be given only where the rule asks for one, and checked only while it is open") {
    party::Actor officer{.kind = party::Actor::Kind::staff, .area = "370000", .duties = {"window", "check"}};
    Case c = decided("commit");
    CHECK(c.state == State::awaiting_correction);
    CHECK(may_act(officer, c, Act::commit, catalog::Item()));
    CHECK_FALSE(may_act(officer, decided("correct"), Act::commit, catalog::Item()));
    CHECK_FALSE(may_act(officer, decided("settle"), Act::check, catalog::Item()));
    apply(c, action(3, Act::commit, {{"check_due_on", "2026-12-23"}}));
    apply(c, action(4, Act::decide, {{"outcome", "settle"}}, "system"));
    CHECK(may_act(officer, c, Act::check, catalog::Item()));
    apply(c, action(5, Act::check, {{"result", "broken"}}));
    CHECK(c.commitment->state == CommitmentState::broken);
    CHECK_FALSE(may_act(officer, c, Act::check, catalog::Item()));
}

TEST_CASE("who decided does not decide on the objection to it") {
    Case c = decided("refuse", "staff:00000000-0000-0000-0000-000000000000");
    apply(c, action(3, Act::object, {{"due_on", "2026-12-01"}}));
    CHECK(c.state == State::objected);
    party::Actor first{.kind = party::Actor::Kind::staff, .area = "370000", .duties = {"window"}};
    CHECK(may_act(first, c, Act::decide, catalog::Item()).error().code == "objection_own_decision");
    party::Actor second = first;
    second.staff = party::StaffId{*Uuid::parse("00000000-0000-7000-8000-000000000002")};
    CHECK(may_act(second, c, Act::decide, catalog::Item()));
}

TEST_CASE("a slip of the finger in a case number is told by its check digit") {
    auto db = store::Database::open({.url = "sqlite::memory:"});
    const std::span<const store::Migration> modules[] = {casework::schema()};
    store::migrate(*db, modules, Instant::of_ms(1));
    const auto day = *Date::parse("2026-11-23");
    Numbers numbers;
    const std::string first = db->write([&](store::Transaction& tx) { return numbers.next(tx, day); });
    const std::string second = db->write([&](store::Transaction& tx) { return numbers.next(tx, day); });
    CHECK(first.starts_with("202611230000001"));
    CHECK(second.starts_with("202611230000002"));
    REQUIRE(is_number(first));
    for (size_t i = 0; i < first.size(); ++i) {
        std::string slip = first;
        slip[i] = slip[i] == '9' ? '0' : static_cast<char>(slip[i] + 1);
        CHECK_FALSE(is_number(slip));
    }
    CHECK_FALSE(is_number("2026112300000"));
    CHECK_FALSE(is_number("20261123000000１"));
}
