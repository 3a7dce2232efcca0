#include "services/determination/hires.hpp"

#include <doctest/doctest.h>

#include "records/status/status.hpp"
#include "services/determination/test/province.hpp"

using namespace leye;
using namespace leye::determination;
using namespace leye::determination::test;

namespace {

constexpr const char* shop = "91370102MA3C0000X4";

/// Opens an employment at the shop that its employer registered with this contract.
status::SpellId hire(Province& p, party::EmployerId unit, const party::Actor& who, const char* from, json::Object contract) {
    p.world.place.clock.advance_ms(1000);
    const auto opened = p.world.place.act([&](party::Context& at) {
        return status::open_spell(at, {.person = who.person, .kind = status::Kind::employed, .employer = unit, .from = day(from), .until = {}, .details = std::move(contract), .case_number = {}, .source = "employer"});
    });
    REQUIRE_MESSAGE(opened, opened.error().code);
    return *opened;
}

json::Object fixed_term(const char* until) { return {{"contract_kind", "fixed_term"}, {"contract_until", until}}; }

}  // namespace

TEST_CASE("who is hired for a year or more is told from the employer's registration: open-ended, or twelve months at least, and there today") {
    everywhere([](Province& p) {
        const auto unit = p.world.unit(shop, "济南早点铺");
        std::vector<party::Actor> all;
        for (int i = 0; i < 7; ++i) all.push_back(p.person());
        hire(p, unit, all[0], "2026-03-01", {{"contract_kind", "open_ended"}});
        hire(p, unit, all[1], "2026-03-01", fixed_term("2027-02-28"));  // the last day of twelve months
        hire(p, unit, all[2], "2026-03-01", fixed_term("2027-02-27"));
        hire(p, unit, all[3], "2026-03-01", {{"contract_kind", "task_based"}});
        hire(p, unit, all[4], "2026-03-01", {});
        hire(p, unit, all[5], "2026-12-01", {{"contract_kind", "open_ended"}});  // begins later
        const auto gone = hire(p, unit, all[6], "2026-03-01", {{"contract_kind", "open_ended"}});
        REQUIRE(p.world.place.act([&](party::Context& at) { return status::end_spell(at, gone, day("2026-11-01"), {}); }));
        const std::vector<std::string> units{shop, "91370102MA99999993"};
        const auto count = [&](const char* on) {
            const auto hires = p.world.place.read([&](store::Connection& c) { return read_hires(c, units, day(on)); });
            return hires.count(std::vector<std::string_view>{shop}, {});
        };
        CHECK(count("2026-11-23") == 2);
        CHECK(count("2026-12-01") == 3);
        CHECK(count("2026-10-31") == 3);
        CHECK(count("2026-02-28") == 0);
    });
}

TEST_CASE("a founder is offered the grant for those whom the shop registered for a year, by their number, and loses it with the last of them (D23, 15.3)") {
    everywhere([](Province& p) {
        const auto unit = p.world.unit(shop, "济南早点铺");
        const auto founder = p.person(), first = p.person(), second = p.person(), alone = p.person();
        p.tell(founder, fact::Kind::business, "2025-06-01", {}, "owner", shop);
        p.tell(alone, fact::Kind::business, "2025-06-01", {}, "owner", "91370102MA99999993");
        p.insure(founder, "2026-01-01", 10, {}, fact::Kind::insured_flexible);
        p.crowd();
        p.hand_over("market");
        p.sweep();
        CHECK_FALSE(p.found(founder, "job_grant"));

        // Hired today: those who run the business are looked at, though nothing of their own changed.
        const auto spell = hire(p, unit, first, "2026-11-02", {{"contract_kind", "open_ended"}});
        hire(p, unit, second, "2026-11-02", fixed_term("2028-11-01"));
        hire(p, unit, founder, "2026-11-02", {{"contract_kind", "open_ended"}});
        const auto offered = p.sweep({}, Scope::changed);
        const auto finding = p.found(founder, "job_grant");
        REQUIRE(finding);
        CHECK(finding->state == FindingState::offered);
        CHECK(finding->facts.at("hires") == 2);
        CHECK(p.messages("4000元") == 1);
        CHECK_FALSE(p.found(alone, "job_grant"));
        CHECK(count_of(offered, "job_grant.offered") == 1);

        p.world.place.clock.advance_ms(1000);
        REQUIRE(p.world.place.act([&](party::Context& at) { return status::end_spell(at, spell, day("2026-11-20"), {}); }));
        CHECK(p.sweep({}, Scope::changed).counts.empty());  // one is left
        const auto left = p.world.place.read([&](store::Connection& c) { return status::list_spells(c, second.person, status::end_of_time); });
        p.world.place.clock.advance_ms(1000);
        REQUIRE(p.world.place.act([&](party::Context& at) { return status::end_spell(at, left.front().id, day("2026-11-21"), {}); }));
        CHECK(count_of(p.sweep({}, Scope::changed), "job_grant.ended") == 1);
        CHECK_FALSE(p.found(founder, "job_grant"));
        CHECK(p.sweep().counts.empty());
    });
}
