#include <doctest/doctest.h>

#include <map>

#include "records/party/test/place.hpp"

using namespace leye;
using namespace leye::party;
using namespace leye::party::test;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema()};

void everywhere(const std::function<void(Place&)>& test) {
    test::everywhere(modules, test);
}

std::string uscc(int number) {
    std::string digits = std::to_string(10'000'000 + number).substr(0, 8);
    std::string out = "91370102" + digits;
    out += reference::organisation_check_of(digits);
    return out + reference::uscc_check_of(out);
}

AgencyId agency(Place& p, AgencyLevel level, std::string area, std::optional<AgencyId> parent) {
    return p
        .act([&](Context& ctx) {
            return open_agency(ctx, {"公共就业服务中心", level, std::move(area), parent, "经十路1号",
                                     "0531-12333", "工作日 9:00–17:00"});
        })
        .value();
}

}  // namespace

TEST_CASE(
    "an employer has one file for one code; an old number that does not conform is marked, not blocked") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto enrol = [&](const std::string& code, const std::string& name) {
            return p.act([&](Context& ctx) {
                return register_employer(ctx, {code, name, EmployerKind::enterprise, "370102", "经十路1号"});
            });
        };
        const auto id = enrol(uscc(1), "济南某某机械有限公司");
        REQUIRE(id);
        CHECK(enrol(uscc(1), "济南某某机械有限公司").value() == *id);
        std::string old = uscc(2);
        old.back() = old.back() == '1' ? '2' : '1';
        const auto odd = enrol(old, "老王修车铺");
        REQUIRE(odd);
        p.read([&](store::Connection& c) {
            CHECK(get_employer(c, *id).conforming);
            CHECK_FALSE(get_employer(c, *odd).conforming);
            CHECK(find_employer_by_uscc(c, " " + uscc(1)) == *id);
            CHECK_FALSE(find_employer_by_uscc(c, uscc(3)));
        });
        CHECK(enrol("123", "某某公司").error().code == "uscc_length");
        CHECK(enrol(uscc(4), "").error().code == "employer_name_missing");
        const NewEmployer moved{uscc(1), "济南某某机械有限公司", EmployerKind::enterprise, "370203", "新址"};
        REQUIRE(p.act([&](Context& ctx) { return change_employer(ctx, *id, moved); }));
        CHECK(p.read([&](store::Connection& c) { return get_employer(c, *id).area; }) == "370203");
    });
}

TEST_CASE("employers of an area are listed page by page, each once") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const char* areas[] = {"370102", "370103", "370203"};
        for (int i = 0; i < 30; ++i)
            REQUIRE(p.act([&](Context& ctx) {
                return register_employer(ctx, {uscc(i), "某某公司", EmployerKind::startup, areas[i % 3], ""});
            }));
        p.read([&](store::Connection& c) {
            std::vector<Employer> all;
            for (;;) {
                const auto page = list_employers(c, "370100", all.empty() ? nullptr : &all.back(), 7);
                if (page.empty()) break;
                all.insert(all.end(), page.begin(), page.end());
            }
            CHECK(all.size() == 20);
            for (size_t i = 1; i < all.size(); ++i)
                CHECK(std::tuple(all[i - 1].area, all[i - 1].id) < std::tuple(all[i].area, all[i].id));
            CHECK(list_employers(c, "370203", nullptr, 50).size() == 10);
            CHECK(list_employers(c, "370000", nullptr, 50).size() == 30);
        });
    });
}

TEST_CASE("who acts for an employer gave a commitment, and stops when ended") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto id = p.act([&](Context& ctx) {
            return register_employer(ctx, {uscc(1), "某某公司", EmployerKind::enterprise, "370102", ""});
        });
        const Uuid account = Uuid::make(p.clock.now());
        const auto add = [&](bool committed) {
            return p.act([&](Context& ctx) { return add_handler(ctx, *id, account, committed); });
        };
        CHECK(add(false).error().code == "handler_commitment_missing");
        REQUIRE(add(true));
        REQUIRE(add(true));
        p.read([&](store::Connection& c) {
            CHECK(is_handler(c, *id, account));
            CHECK(list_employers_of(c, account).size() == 1);
            CHECK_FALSE(is_handler(c, *id, Uuid::make(p.clock.now())));
        });
        p.clock.advance_days(1);
        REQUIRE(p.act([&](Context& ctx) { return end_handler(ctx, *id, account, account, ""); }));
        p.read([&](store::Connection& c) {
            CHECK_FALSE(is_handler(c, *id, account));
            CHECK(list_employers_of(c, account).empty());
            CHECK(list_handlers(c, *id, nullptr, 10).at(0).until_at == p.clock.now());
        });
        CHECK(p.act([&](Context& ctx) { return end_handler(ctx, *id, account, account, ""); }).error().code ==
              "handler_unknown");
    });
}

TEST_CASE("the first handler of a unit acts and is checked; another waits for one who is known, or for a window") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto id = *p.act([&](Context& ctx) {
            return register_employer(ctx, {uscc(1), "某某公司", EmployerKind::enterprise, "370102", ""});
        });
        const Uuid first = Uuid::make(p.clock.now()), second = Uuid::make(p.clock.now());
        Actor person;
        person.kind = Actor::Kind::person;
        const auto ask = [&](Uuid who) {
            return p.act(person, [&](Context& ctx) { return ask_handler(ctx, id, who, true); });
        };
        const auto confirm = [&](const Actor& actor, Uuid who, Uuid own, std::string_view reason) {
            const auto done = p.act(actor, [&](Context& ctx) { return confirm_handler(ctx, id, who, own, reason); });
            return done ? std::string() : done.error().code;
        };
        CHECK(p.act(person, [&](Context& ctx) { return ask_handler(ctx, id, first, false); }).error().code == "handler_commitment_missing");
        CHECK(ask(first) == Standing::unchecked);
        p.clock.advance_ms(1000);
        CHECK(ask(second) == Standing::asked);
        CHECK(ask(second) == Standing::asked);
        p.read([&](store::Connection& c) {
            CHECK(is_handler(c, id, first));
            CHECK_FALSE(is_handler(c, id, second));
            CHECK(list_employers_of(c, second).empty());
            const auto waiting = list_waiting_handlers(c, "370100", nullptr, 10);
            REQUIRE(waiting.size() == 2);
            CHECK(waiting[0].check_due_on);
            CHECK(list_waiting_handlers(c, "370100", &waiting[0], 10).size() == 1);
            CHECK(list_waiting_handlers(c, "371300", nullptr, 10).empty());
        });
        // Neither lets the other in, and staff need the duty and a reason.
        CHECK(confirm(person, second, second, "") == "handler_not_confirmed");
        CHECK(confirm(person, second, first, "") == "handler_not_confirmed");
        CHECK(confirm(officer("370102", {"adviser"}), first, {}, "营业执照已核对") == "duty_missing");
        CHECK(confirm(officer("370102", {"window"}), first, {}, "") == "read_needs_reason");
        CHECK(confirm(officer("370102", {"window"}), first, {}, "营业执照已核对").empty());
        CHECK(confirm(person, second, first, "").empty());
        CHECK(p.read([&](store::Connection& c) { return is_handler(c, id, second); }));
        CHECK(p.read([&](store::Connection& c) { return list_waiting_handlers(c, "370000", nullptr, 10).empty(); }));
        // One ends the other; a stranger ends nobody.
        const auto end = [&](Uuid who, Uuid own) {
            const auto done = p.act(person, [&](Context& ctx) { return end_handler(ctx, id, who, own, ""); });
            return done ? std::string() : done.error().code;
        };
        CHECK(end(first, Uuid::make(p.clock.now())) == "handler_not_confirmed");
        CHECK(end(first, second).empty());
        CHECK(confirm(person, first, first, "") == "handler_not_confirmed");
    });
}

TEST_CASE("agencies form a tree over the areas") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto province = agency(p, AgencyLevel::province, "370000", std::nullopt);
        const auto city = agency(p, AgencyLevel::city, "370100", province);
        const auto county = agency(p, AgencyLevel::county, "370102", city);
        agency(p, AgencyLevel::city, "370200", province);
        p.read([&](store::Connection& c) {
            const auto here = list_agencies(c, "370100");
            REQUIRE(here.size() == 2);
            CHECK(here[0].id == city);
            CHECK(here[1].id == county);
            CHECK(list_agencies(c, "370000").size() == 4);
        });
        const auto code = [&](const Actor& actor, const NewAgency& a) {
            const auto id = p.act(actor, [&](Context& ctx) { return open_agency(ctx, a); });
            return id ? std::string("opened") : id.error().code;
        };
        CHECK(code(system_actor(), {"某某中心", AgencyLevel::county, "370203", city}) ==
              "agency_parent_area");
        CHECK(code(system_actor(), {"某某中心", AgencyLevel::province, "370102", city}) ==
              "agency_parent_level");
        CHECK(code(system_actor(), {"某某中心", AgencyLevel::county, "379999", province}) == "area_unknown");
        CHECK(code(officer("370200", {"admin"}), {"某某中心", AgencyLevel::county, "370102", city}) ==
              "duty_other_area");
        CHECK(code(officer("370100", {"window"}), {"某某中心", AgencyLevel::county, "370102", city}) ==
              "duty_missing");
        CHECK(code(officer("370100", {"admin"}), {"某某中心", AgencyLevel::county, "370102", city}) ==
              "opened");

        Agency around = p.read([&](store::Connection& c) { return get_agency(c, city); });
        around.parent = county;
        CHECK_FALSE(p.act([&](Context& ctx) { return change_agency(ctx, around); }));
        Agency closed = p.read([&](store::Connection& c) { return get_agency(c, county); });
        closed.active = false;
        REQUIRE(p.act([&](Context& ctx) { return change_agency(ctx, closed); }));
        CHECK(p.read([&](store::Connection& c) { return list_agencies(c, "370102").size(); }) == 1);
    });
}

TEST_CASE("staff are kept by the administrator of their area, and rights follow duty") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto jinan = agency(p, AgencyLevel::city, "370100", std::nullopt);
        const auto lixia = agency(p, AgencyLevel::county, "370102", jinan);
        const auto qingdao = agency(p, AgencyLevel::city, "370200", std::nullopt);
        const StaffSecret secret{seal::hash_password("correct horse battery"), std::string(20, 'k')};
        const auto hire = [&](const Actor& actor, const std::string& user, AgencyId where,
                              std::set<std::string> duties) {
            return p.act(actor, [&](Context& ctx) {
                return hire_staff(ctx, {user, "王窗口", where, std::move(duties)}, secret);
            });
        };
        const auto admin_id = hire(system_actor(), "admin.jinan", jinan, {"admin"});
        REQUIRE(admin_id);
        const Actor admin =
            p.read([&](store::Connection& c) { return get_staff(c, *admin_id).actor("window"); });
        CHECK(admin.area == "370100");
        CHECK(admin.text() == "staff:" + admin_id->text());
        const auto window = hire(admin, "wang", lixia, {"window", "check"});
        REQUIRE(window);
        CHECK(hire(admin, "wang", lixia, {"window"}).error().code == "staff_user_taken");
        CHECK(hire(admin, "lin", qingdao, {"window"}).error().code == "duty_other_area");
        CHECK(hire(admin, "Li!", lixia, {"window"}).error().code == "staff_user_invalid");
        CHECK(hire(admin, "lin", lixia, {"king"}).error().code == "duty_unknown");
        const Actor wang =
            p.read([&](store::Connection& c) { return get_staff(c, *window).actor("window"); });
        CHECK(hire(wang, "lin", lixia, {"window"}).error().code == "duty_missing");

        p.read([&](store::Connection& c) {
            CHECK(find_staff_by_user(c, "wang")->id == *window);
            CHECK(get_secret(c, test_seal(), *window).totp_secret == secret.totp_secret);
            CHECK(seal::verify_password("correct horse battery",
                                        get_secret(c, test_seal(), *window).password_phc));
            CHECK(list_staff(c, "370100", "", "").size() == 2);
            CHECK(list_staff(c, "370102", "", "").size() == 1);
            CHECK(list_staff(c, "370100", "", "admin.jinan").size() == 1);
            CHECK(list_staff(c, "370100", "窗口", "").size() == 2);
            CHECK(list_staff(c, "370100", "%", "").empty());
        });
        const auto change = [&](const Actor& actor, StaffId id, const StaffChange& c) {
            return p.act(actor, [&](Context& ctx) { return change_staff(ctx, id, c); });
        };
        CHECK(change(admin, *admin_id, {.duties = std::set<std::string>{"admin", "merge"}}).error().code ==
              "staff_own_rights");
        CHECK(change(admin, *window, {.agency = qingdao}).error().code == "duty_other_area");
        REQUIRE(change(admin, *window, {.active = false}));
        p.read([&](store::Connection& c) {
            CHECK_FALSE(get_staff(c, *window).active);
            CHECK(get_staff(c, *window).duties == std::set<std::string>{"check", "window"});
        });
        CHECK(p.act(wang, [&](Context& ctx) { return change_secret(ctx, *admin_id, secret); }).error().code ==
              "duty_missing");
        REQUIRE(p.act(wang, [&](Context& ctx) {
            return change_secret(ctx, *window, {secret.password_phc, "new"});
        }));
        Agency closed = p.read([&](store::Connection& c) { return get_agency(c, jinan); });
        closed.active = false;
        CHECK(p.act([&](Context& ctx) { return change_agency(ctx, closed); }).error().code ==
              "agency_has_staff");
    });
}

TEST_CASE("a duty holds in the agency's area and below; window work anywhere in the province") {
    const auto answer = [](const Actor& actor, Duty duty, std::string_view area) {
        const auto allowed = may(actor, duty, area);
        return allowed ? std::string("yes") : allowed.error().code;
    };
    const Actor city = officer("370100", {"window", "check", "manager"});
    CHECK(answer(city, Duty::check, "370102001") == "yes");
    CHECK(answer(city, Duty::check, "370100") == "yes");
    CHECK(answer(city, Duty::check, "370000") == "duty_other_area");
    CHECK(answer(city, Duty::check, "370202") == "duty_other_area");
    CHECK(answer(city, Duty::window, "370202") == "yes");
    CHECK(answer(city, Duty::admin, "370102") == "duty_missing");
    CHECK(answer(city, Duty::manager, "") == "yes");
    CHECK(answer(Actor{}, Duty::window, "") == "sign_in_needed");
    CHECK(answer(system_actor(), Duty::merge, "370000") == "yes");
    Actor person;
    person.kind = Actor::Kind::person;
    CHECK(answer(person, Duty::window, "370102") == "duty_missing");
    CHECK_FALSE(area_covers("", "370102"));
    CHECK(area_covers("370102001", "370102001005"));
    CHECK(area_covers("370102001000", "370102001005"));
    CHECK_FALSE(area_covers("370102", "37010"));
    for (const DutyRule& rule : duty_rules()) CHECK(find_duty(rule.name) == rule.duty);
    // What each duty may do: where it reaches, and whether its work needs people's files at all.
    const std::map<std::string, std::pair<Reach, bool>> expected{
        {"window", {Reach::province, true}}, {"adviser", {Reach::own_area, true}}, {"check", {Reach::own_area, true}},
        {"manager", {Reach::own_area, true}}, {"admin", {Reach::own_area, false}},  {"merge", {Reach::own_area, true}},
        {"policy", {Reach::own_area, false}}, {"data", {Reach::province, false}}};
    for (const DutyRule& rule : duty_rules()) {
        CAPTURE(rule.name);
        CHECK(expected.at(std::string(rule.name)) == std::pair(rule.reach, rule.opens_files));
        CHECK(opens_files(officer("370102", {std::string(rule.name)})) == rule.opens_files);
        CHECK(may_any(officer("370102", {std::string(rule.name)}), {Duty::window, rule.duty}));
    }
    CHECK(may_any(officer("370102", {"policy"}), {Duty::window, Duty::manager}).error().details.at("duty") == "window");
    CHECK(may_any({}, {Duty::window}).error().code == "sign_in_needed");
}

TEST_CASE("a retired area counts where its successor lies") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto allowed = [&](std::string area, std::string_view where) {
            return p
                .act(officer(std::move(area), {"check"}),
                     [&](Context& ctx) { return may(ctx, Duty::check, where); })
                .has_value();
        };
        CHECK(allowed("370100", "371202"));
        CHECK_FALSE(allowed("370200", "371202"));
    });
}
