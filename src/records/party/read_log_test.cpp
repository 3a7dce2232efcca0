#include "records/party/read_log.hpp"

#include <doctest/doctest.h>

#include "records/party/test/place.hpp"

using namespace leye;
using namespace leye::party;
using namespace leye::party::test;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema()};

void everywhere(const std::function<void(Place&)>& test) {
    test::everywhere(modules, test);
}

}  // namespace

TEST_CASE("nobody reads a file without a task or a recorded reason, and the person sees who looked") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto id = p.act([&](Context& ctx) {
                             return register_person(ctx, somebody("张三", citizen("19900505", 33)));
                         }).value();
        const auto other = p.act([&](Context& ctx) {
                                return register_person(ctx, somebody("李四", citizen("19900505", 35)));
                            }).value();
        const auto where = p.act([&](Context& ctx) {
            return open_agency(ctx, {"历下区就业中心", AgencyLevel::county, "370102", {}, "", "", ""});
        });
        const auto staff = p.act([&](Context& ctx) {
            return hire_staff(ctx, {"wang", "王窗口", *where, {"window"}}, {"x", "y"});
        });
        const Actor window =
            p.read([&](store::Connection& c) { return get_staff(c, *staff).actor("window"); });
        const auto open = [&](const Actor& actor, PersonId file, std::string_view purpose,
                              const Task& task = {}) {
            const auto answer =
                p.act(actor, [&](Context& ctx) { return open_file(ctx, file, purpose, task); });
            p.clock.advance_ms(1000);
            return answer ? std::string("open") : answer.error().code;
        };
        CHECK(open(window, id, "") == "read_needs_reason");
        CHECK(open(window, id, "   看看   ") == "read_needs_reason");
        CHECK(open(window, id, std::string(1000, 'a')) == "read_needs_reason");
        CHECK(open({}, id, "本人来电咨询") == "sign_in_needed");
        CHECK(open(officer("370000", {"admin", "policy"}), id, "本人来电咨询") == "duty_missing");
        CHECK(p.count("select count(*) from read_log") == 0);

        CHECK(open(window, id, "本人来电咨询") == "open");
        CHECK(open(window, id, "", {.held = true, .case_number = "3701026112300015"}) == "open");
        Actor self;
        self.kind = Actor::Kind::person, self.person = id;
        CHECK(open(self, id, "") == "open");
        CHECK(open(self, other, "我想看看他的") == "read_not_yours");
        CHECK(open(window, PersonId::make(p.clock.now()), "本人来电咨询") == "person_unknown");

        p.read([&](store::Connection& c) {
            const auto reads = list_reads(c, id);
            REQUIRE(reads.size() == 2);
            CHECK(reads[0].case_number == "3701026112300015");
            CHECK(reads[1].purpose == "本人来电咨询");
            CHECK(reads[1].by == "王窗口");
            CHECK(reads[1].agency_name == "历下区就业中心");
            CHECK(list_reads(c, other).empty());
            CHECK(list_reads_by(c, "370000", *staff, std::nullopt, 1).size() == 1);
            CHECK(list_reads_by(c, "370102", *staff, reads[0].id).size() == 1);
            CHECK(list_reads_by(c, "370100", std::nullopt, std::nullopt).size() == 2);
            CHECK(list_reads_by(c, "371300", std::nullopt, std::nullopt).empty());
            CHECK(list_reads_by(c, "371300", *staff, std::nullopt).empty());
        });
        CHECK(p.count("select count(*) from journal_entry where act = 'file_read'") == 2);
    });
}

TEST_CASE("reads of a merged file are seen by the person it belongs to") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto a = p.act([&](Context& ctx) {
                            return register_person(ctx, somebody("张三", citizen("19900505", 33)));
                        }).value();
        const auto b = p.act([&](Context& ctx) {
                            return register_person(ctx, somebody("张三", "H12345678",
                                                                 reference::DocumentType::hm_travel_permit));
                        }).value();
        const Actor window = officer("370102", {"window"});
        REQUIRE(p.act(window, [&](Context& ctx) { return open_file(ctx, b, "本人来电咨询"); }));
        REQUIRE(p.act([&](Context& ctx) { return party::merge(ctx, a, b, "同一人两个证件"); }));
        CHECK(p.read([&](store::Connection& c) { return list_reads(c, a).size(); }) == 1);
        Actor self;
        self.kind = Actor::Kind::person, self.person = b;
        CHECK(p.act(self, [&](Context& ctx) { return open_file(ctx, a, ""); }));
    });
}

TEST_CASE("a household has members for a time, and nobody is in two at once") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto man = p.act([&](Context& ctx) {
                              return register_person(ctx, somebody("张三", citizen("19900505", 33)));
                          }).value();
        const auto wife = p.act([&](Context& ctx) {
                               return register_person(ctx, somebody("李四", citizen("19900505", 34)));
                           }).value();
        const Date start = *Date::parse("2026-01-01"), later = *Date::parse("2026-06-01");
        const auto home = p.act([&](Context& ctx) { return open_household(ctx, man, "370102", start); });
        REQUIRE(home);
        const auto add = [&](PersonId who, Date from) {
            return p.act([&](Context& ctx) { return add_member(ctx, *home, who, Relation::spouse, from); });
        };
        REQUIRE(add(wife, start));
        CHECK(add(wife, later).error().code == "household_member_already");
        p.read([&](store::Connection& c) {
            const auto members = list_members(c, *home, later);
            REQUIRE(members.size() == 2);
            CHECK(members[0].relation == Relation::head);
            CHECK(find_household(c, wife, later) == *home);
            CHECK_FALSE(find_household(c, wife, start - 1));
        });
        const auto leave = [&](Date until) {
            return p.act([&](Context& ctx) { return end_member(ctx, *home, wife, until); });
        };
        CHECK(leave(start).error().code == "period_empty");
        REQUIRE(leave(later));
        CHECK(leave(later).error().code == "household_not_member");
        p.read([&](store::Connection& c) {
            CHECK(list_members(c, *home, later).size() == 1);
            CHECK(list_members(c, *home, later - 1).size() == 2);
        });
        REQUIRE(add(wife, later));
    });
}
