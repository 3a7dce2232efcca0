#include "records/fact/undo.hpp"
#include "services/casework/act.hpp"
#include "services/casework/case_store.hpp"
#include "services/determination/answer.hpp"
#include "services/determination/test/province.hpp"

using namespace leye;
using namespace leye::determination;
using namespace leye::determination::test;
using casework::Act;
using casework::Case;
using casework::Order;
using casework::State;

namespace {

/// Somebody whom the sweep registered as employed, and who says that it is wrong.
struct Hired {
    Province& p;
    party::Actor person, officer, second;
    FindingId id;
    int64_t batch = 0;

    explicit Hired(Province& province) : p(province), person(p.person()), officer(p.world.officer("zhou.min", {"window"})), second(p.world.officer("wu.ping", {"window"})) {
        p.insure(person, "2026-03-01", 8);
        batch = p.hand_over();
        p.sweep();
        id = p.found(person, "employment_status")->id;
    }
    Result<Finding> object_as(party::Actor who, std::string_view reason, const std::string& channel = "web") {
        who.channel = channel;
        return p.world.place.act(who, [&](party::Context& at) { return object(at, p.world.office, id, reason); });
    }
    Case objected(std::string_view reason = "我没在这家上班") {
        const auto f = object_as(person, reason);
        REQUIRE_MESSAGE(f, f.error().code);
        return p.world.stored(f->case_number);
    }
    Result<Case> act(const party::Actor& who, const Case& c, Order order) { return p.world.act(who, c.origin.number, c.version(), order); }
    Finding finding() {
        return *p.world.place.read([&](store::Connection& c) { return find_finding(c, test_seal(), id); });
    }
    std::string register_now() { return p.world.told(person); }
};

Order settle(std::string code = "officer_person_right") { return {.act = Act::decide, .note = "单位承认报错了人", .outcome = "settle", .reason_code = std::move(code)}; }
Order turn_down() { return {.act = Act::decide, .note = "单位出具了劳动合同", .outcome = "refuse", .reason_code = "officer_data_right"}; }
constexpr const char* employed = "employed 2026-03-01..";

}  // namespace

TEST_CASE("«this is wrong»: one tap puts the register back and begins a case with a number and a clock; the next sweep lets it be (18.3)") {
    everywhere([](Province& p) {
        Hired h(p);
        const auto other = p.person();
        CHECK(h.object_as(other, "不是我").error().code == "finding_not_yours");
        CHECK(h.object_as(h.person, std::string(2000, 'x')).error().code == "text_too_long");
        const Case c = h.objected();
        CHECK(c.origin.item == objection_item);
        CHECK(c.state == State::accepted);
        CHECK(c.reason().at("reason") == "waits_with_reason");
        CHECK(c.due_on == day("2026-11-30"));
        CHECK(c.values.at("determination") == "就业状态认定");
        CHECK(std::string(c.values.at("found").as_string()).find("单位每月为您缴社保") != std::string::npos);
        CHECK(c.values.at("objection") == "我没在这家上班");
        CHECK(h.register_now() == "");
        CHECK(h.finding().state == FindingState::objected);
        CHECK(p.messages(c.origin.number) == 1);
        CHECK(h.object_as(h.person, "再点一次").error().code == "finding_answered");
        CHECK(p.sweep().counts.empty());
        CHECK(h.register_now() == "");
    });
}

TEST_CASE("an objection is decided as any case: settled it stays put back, refused the register follows the data again (18.3)") {
    everywhere([](Province& p) {
        Hired h(p);
        Case c = h.objected();
        SUBCASE("the person was right") {
            c = h.act(h.officer, c, settle()).value();
            CHECK(h.finding().state == FindingState::reversed);
            CHECK(h.finding().note == "单位承认报错了人");
            CHECK(h.register_now() == "");
            CHECK(h.act(h.officer, c, {.act = Act::correct, .note = "改一下"}).error().code == "act_not_now");
            CHECK(p.sweep().counts.empty());
            CHECK(h.register_now() == "");
        }
        SUBCASE("the data were right; on a new objection another officer finds otherwise, and both are kept") {
            c = h.act(h.officer, c, turn_down()).value();
            CHECK(h.finding().state == FindingState::confirmed);
            CHECK(h.register_now() == employed);
            CHECK(h.object_as(h.person, "还是不对").error().code == "finding_answered");  // it has its case
            const Instant then = p.world.place.clock.now();
            p.world.place.clock.advance_ms(1000);
            c = h.act(h.person, c, {.act = Act::object, .note = "合同不是我签的"}).value();
            CHECK(h.register_now() == employed);
            CHECK(h.act(h.officer, c, settle()).error().code == "objection_own_decision");
            c = h.act(h.second, c, settle()).value();
            CHECK(h.finding().state == FindingState::reversed);
            CHECK(h.register_now() == "");
            CHECK(p.world.told(h.person, then) == employed);
        }
        SUBCASE("withdrawn, everything is as before, and it can be objected to anew") {
            c = h.act(h.person, c, {.act = Act::withdraw, .note = "想起来了，是上过班"}).value();
            CHECK(h.finding().state == FindingState::applied);
            CHECK(h.finding().case_number.empty());
            CHECK(h.register_now() == employed);
            CHECK(h.objected("还是不对").origin.number != c.origin.number);
            CHECK(h.register_now() == "");
        }
        SUBCASE("no reason given: an officer asks, the person says it; what the record says is changed by nobody") {
            c = h.act(h.person, c, {.act = Act::withdraw}).value();
            c = h.objected("  ");
            CHECK(c.reason().at("reason") == "waits_without_reason");
            Order ask{.act = Act::ask_correction};
            ask.fields.push_back({"found", "请改"});
            CHECK(h.act(h.officer, c, ask).error().code == "correction_field");
            ask.fields.front() = {"objection", "请说明哪里不对"};
            c = h.act(h.officer, c, ask).value();
            Order mend{.act = Act::correct};
            mend.values = {{"found", "什么都没发现"}};
            CHECK(h.act(h.person, c, mend).error().code == "field_fixed");
            mend.values = {{"ended_on", "2026-11-20"}};  // not said by the finding, and not for the person to add
            CHECK(h.act(h.person, c, mend).error().code == "field_fixed");
            mend.values = {{"objection", "那时我在读书"}};
            c = h.act(h.person, c, mend).value();
            CHECK(c.state == State::accepted);
            CHECK(h.register_now() == "");
        }
    });
}

TEST_CASE("an officer objects for somebody at the window or on the phone; nobody begins such a case with a form (12.1, 18.3)") {
    everywhere([](Province& p) {
        Hired h(p);
        CHECK(p.world.submit(h.person, {.item = std::string(objection_item), .values = {{"determination", "x"}, {"found", "x"}, {"found_on", "2026-11-23"}}, .channel = "web"}).error().code == "item_begun_elsewhere");
        CHECK(h.object_as(p.world.officer("zheng", {"check"}), "", "window").error().code == "duty_missing");
        CHECK(h.object_as(h.officer, "", "web").error().code == "channel_not_yours");
        const auto f = h.object_as(h.officer, "本人来窗口说没上过班", "window");
        REQUIRE_MESSAGE(f, f.error().code);
        const Case c = p.world.stored(f->case_number);
        CHECK(c.origin.channel == "window");
        CHECK(c.origin.person == h.person.person);
        CHECK(h.register_now() == "");
    });
}

TEST_CASE("an objection that outlives its finding is decided all the same and changes nothing that came after") {
    everywhere([](Province& p) {
        Hired h(p);
        const Case c = h.objected();
        p.world.place.clock.advance_ms(1000);
        auto f = h.finding();
        REQUIRE(p.world.place.act([&](party::Context& at) {
            f.ended_at = at.now, f.ended_sweep = 1;
            update_finding(at.tx, f);
            return Result<void>();
        }));
        REQUIRE(h.act(h.officer, c, turn_down()));
        CHECK(h.finding().state == FindingState::confirmed);
        CHECK(h.register_now() == "");
    });
}

TEST_CASE("where the register cannot be told again the decision is not made, and says why") {
    everywhere([](Province& p) {
        Hired h(p);
        const Case c = h.objected();
        p.world.place.clock.advance_ms(1000);
        REQUIRE(fact::undo_batch(*p.world.place.db, test_seal(), reference_data(), party::system_actor(), h.batch, "给错了文件", p.world.place.clock));
        CHECK(h.act(h.officer, c, turn_down()).error().code == "finding_facts_gone");
        CHECK(p.world.stored(c.origin.number).state == State::accepted);
        CHECK(h.finding().state == FindingState::objected);
        REQUIRE(h.act(h.officer, c, settle("officer_source_mends")));
        CHECK(h.register_now() == "");
    });
}

TEST_CASE("the end of an entitlement can be objected to for sixty days: a case begins, nothing is told to the register (15.3)") {
    everywhere([](Province& p) {
        const auto poor = p.poor_without_work();
        const auto offered = p.found(poor, "hardship_recognition");
        REQUIRE(offered);
        const auto object_now = [&] { return p.world.place.act(poor, [&](party::Context& at) { return object(at, p.world.office, offered->id, "低保没有停"); }); };
        CHECK(object_now().error().code == "finding_answered");  // an offer is declined
        p.insure(poor, "2026-10-01", 1);
        p.hand_over();
        p.sweep();
        p.sweep();
        REQUIRE_FALSE(p.found(poor, "hardship_recognition"));
        SUBCASE("within the time") {
            const std::string before = p.world.told(poor);
            const auto f = object_now();
            REQUIRE_MESSAGE(f, f.error().code);
            const Case c = p.world.stored(f->case_number);
            CHECK(c.reason().at("reason") == "waits_about_end");
            CHECK(c.values.at("ended_on") == "2026-11-23");
            const auto officer = p.world.officer("zhou.min", {"window"});
            REQUIRE(p.world.act(officer, c.origin.number, c.version(), settle("officer_source_mends")));
            CHECK(p.world.told(poor) == before);
        }
        SUBCASE("too late") {
            p.world.place.clock.advance_days(61);
            CHECK(object_now().error().code == "finding_answered");
        }
    });
}
