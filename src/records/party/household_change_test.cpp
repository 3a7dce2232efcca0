#include "records/party/household_change.hpp"

#include <doctest/doctest.h>

#include "records/party/test/place.hpp"

using namespace leye;
using namespace leye::party;
using namespace leye::party::test;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema()};

void everywhere(const std::function<void(Place&)>& test) { test::everywhere(modules, test); }

const Date spring = *Date::parse("2026-03-01"), summer = *Date::parse("2026-06-01"), today = *Date::parse("2026-11-23");

PersonId registered(Place& p, std::string name, int sequence, std::string area = "370102001") {
    auto person = somebody(std::move(name), citizen("19900505", sequence));
    person.area = std::move(area);
    return p.act([&](Context& ctx) { return register_person(ctx, person); }).value();
}

// A window's clerk somewhere else in the province: nobody is sent away.
const Actor& clerk() {
    static const Actor out = [] {
        Actor a = officer("371302", {"window"});
        a.name = "张敏·临沂市公共就业服务中心";
        return a;
    }();
    return out;
}

auto join(Place& p, PersonId of, PersonId who, Relation relation, Date from, std::string reason = "户口簿") {
    p.clock.advance_ms(1000);
    return p.act(clerk(), [&](Context& ctx) { return join_household(ctx, of, who, relation, from, reason + "为证"); });
}
auto leave(Place& p, PersonId who, Date until) {
    p.clock.advance_ms(1000);
    return p.act(clerk(), [&](Context& ctx) { return leave_household(ctx, who, until, "户口已迁出"); });
}
auto undo(Place& p, HouseholdChangeId id) {
    p.clock.advance_ms(1000);
    return p.act(clerk(), [&](Context& ctx) { return undo_household_change(ctx, id, "录错了人"); });
}

// Who lives with the person that day, by id and relation.
std::vector<std::pair<PersonId, Relation>> home_of(Place& p, PersonId person, Date on = today) {
    return p.read([&](store::Connection& c) {
        std::vector<std::pair<PersonId, Relation>> out;
        if (const auto home = find_household(c, person, on))
            for (const auto& m : list_members(c, *home, on)) out.emplace_back(m.person, m.relation);
        return out;
    });
}
std::vector<HouseholdChange> changes(Place& p, PersonId person) {
    return p.read([&](store::Connection& c) { return list_household_changes(c, person, today); });
}

using Home = std::vector<std::pair<PersonId, Relation>>;

}  // namespace

TEST_CASE("the first who joins opens the household; who leaves was a member until then; each act tells who and why") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto man = registered(p, "张三", 1), wife = registered(p, "李四", 2), son = registered(p, "张小", 3);
        REQUIRE(join(p, man, wife, Relation::spouse, spring));
        REQUIRE(join(p, wife, son, Relation::child, summer));
        CHECK(home_of(p, son) == Home{{man, Relation::head}, {wife, Relation::spouse}, {son, Relation::child}});
        CHECK(home_of(p, man, spring) == Home{{man, Relation::head}, {wife, Relation::spouse}});
        REQUIRE(leave(p, wife, summer));
        CHECK(home_of(p, man) == Home{{man, Relation::head}, {son, Relation::child}});
        CHECK(home_of(p, wife).empty());
        const auto all = changes(p, man);
        REQUIRE(all.size() == 3);
        CHECK(all[0].act == HouseholdChange::Act::left);
        CHECK(all[0].person == wife);
        CHECK(all[0].on == summer);
        CHECK(all[0].by == "张敏·临沂市公共就业服务中心");
        CHECK(all[0].reason == "户口已迁出");
        CHECK(changes(p, wife).size() == 2);
        CHECK(p.count("select count(*) from journal_entry where act = 'household_change_entered'") == 3);
        REQUIRE(join(p, registered(p, "王五", 5), wife, Relation::spouse, summer));
    });
}

TEST_CASE("what was entered by mistake is taken back, the last first, and the entry stays") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto man = registered(p, "张三", 1), wife = registered(p, "李四", 2), son = registered(p, "张小", 3);
        const auto joined = join(p, man, wife, Relation::spouse, spring).value();
        const auto left = leave(p, wife, summer).value();
        CHECK(undo(p, joined).error().code == "household_change_later");
        REQUIRE(undo(p, left));
        CHECK(home_of(p, wife) == Home{{man, Relation::head}, {wife, Relation::spouse}});
        CHECK(undo(p, left).error().code == "household_change_undone");
        REQUIRE(undo(p, joined));
        CHECK(home_of(p, man).empty());
        CHECK(home_of(p, wife).empty());
        CHECK(p.count("select count(*) from household") == 0);
        const auto all = changes(p, wife);
        REQUIRE(all.size() == 2);
        for (const auto& one : all) {
            CHECK(one.undone_at);
            CHECK(one.undo_reason == "录错了人");
            CHECK(one.undone_by == clerk().name);
        }
        // The household stays for others who came.
        const auto again = join(p, man, wife, Relation::spouse, spring).value();
        REQUIRE(join(p, man, son, Relation::child, spring));
        REQUIRE(undo(p, again));
        CHECK(home_of(p, man) == Home{{man, Relation::head}, {son, Relation::child}});
        // Nobody is taken back out of a new household.
        const auto moved = leave(p, son, summer).value();
        REQUIRE(join(p, wife, son, Relation::child, summer));
        CHECK(undo(p, moved).error().code == "household_member_already");
        CHECK(undo(p, HouseholdChangeId{}).error().code == "household_change_unknown");
    });
}

TEST_CASE("what makes no household is refused, and nothing is written") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto man = registered(p, "张三", 1), wife = registered(p, "李四", 2), son = registered(p, "张小", 3);
        const auto code = [](const auto& result) { return result ? std::string("done") : result.error().code; };
        CHECK(code(join(p, man, man, Relation::spouse, spring)) == "household_same");
        CHECK(code(join(p, man, PersonId{}, Relation::spouse, spring)) == "person_unknown");
        CHECK(code(join(p, man, wife, Relation::head, spring)) == "household_head_already");
        CHECK(code(join(p, man, wife, Relation::spouse, today + 1)) == "household_day_invalid");
        CHECK(code(join(p, man, wife, Relation::spouse, *Date::parse("1990-05-04"))) == "household_day_invalid");
        CHECK(code(p.act(clerk(), [&](Context& ctx) { return join_household(ctx, man, wife, Relation::spouse, spring, " 无 "); })) == "household_reason_missing");
        CHECK(code(p.act(officer("370102", {"adviser"}), [&](Context& ctx) { return join_household(ctx, man, wife, Relation::spouse, spring, "户口簿为证"); })) == "duty_missing");
        CHECK(code(leave(p, man, summer)) == "household_not_member");
        CHECK(p.count("select count(*) from household") == 0);
        REQUIRE(join(p, man, wife, Relation::spouse, spring));
        CHECK(code(join(p, son, wife, Relation::parent, summer)) == "household_member_already");
        CHECK(p.count("select count(*) from household") == 1);
        CHECK(code(leave(p, man, summer)) == "household_head_needed");
        CHECK(code(leave(p, wife, spring)) == "period_empty");
        CHECK(code(leave(p, wife, today + 1)) == "household_day_invalid");
        REQUIRE(leave(p, wife, summer));
        REQUIRE(leave(p, man, today));
        CHECK(code(undo(p, changes(p, wife).front().id)) == "household_head_needed");
    });
}
