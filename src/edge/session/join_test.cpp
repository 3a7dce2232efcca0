#include "edge/session/test/house.hpp"

using namespace leye;
using namespace session::test;

namespace {

const std::string old_phone = "13900005678";

/// Somebody signed in from a phone, as the join commands know them.
session::Session signed_in(House& house, const std::string& number) {
    const auto request = House::request("POST", "", "10.1." + number.substr(7, 2) + "." + std::to_string(std::stoi(number.substr(9)) % 200));
    REQUIRE(house.sessions.send_code(request, number));
    return house.sessions.sign_in_person(request, number, house.latest_code(number))->session;
}

party::NewPerson zhang(const std::string& name = "张三") { return party::test::somebody(name, party::test::citizen("19900101", 3)); }

std::optional<party::PersonId> person_of(House& house, const session::Session& who) {
    return house.place.db->read([&](store::Connection& c) { return house.sessions.person_of(c, who.account); });
}

std::string newest_to(House& house, const std::string& number) {
    const auto found = house.place.db->read([&](store::Connection& c) { return notify::find_latest(c, party::test::test_seal(), number); });
    return found ? found->text : "";
}

session::Settings told() {
    auto out = House::plain();
    out.join_message = "join {code}";
    out.moved_message = "moved {tail}";
    out.grant_message = "granted {tail}";
    return out;
}

/// The file of 张三, joined to the account of the old phone.
session::Session owner(House& house) {
    const auto who = signed_in(house, old_phone);
    REQUIRE(house.sessions.join_file(who, zhang(), ""));
    return who;
}

std::string newest_code(House& house) { return newest_to(house, old_phone).substr(5, 6); }

}  // namespace

TEST_CASE("a file with an account is joined by another only with a code from its phone, which is told and loses it") {
    everywhere([](House& house) {
        const auto before = owner(house);
        const auto after = signed_in(house, phone);
        const auto refused = house.sessions.join_file(after, zhang(), "");
        REQUIRE(code_of(refused) == "identity_proof_needed");
        CHECK(refused.error().details.at("tail") == "5678");
        CHECK_FALSE(person_of(house, after));
        const auto sent = house.sessions.send_join_code(House::request("POST"), after, zhang());
        REQUIRE(sent);
        CHECK(sent->phone_tail == "5678");
        const std::string code = newest_code(house);
        CHECK(code_of(house.sessions.join_file(after, zhang(), code == "000000" ? "000001" : "000000")) == "code_wrong");
        REQUIRE(house.sessions.join_file(after, zhang(), code));
        CHECK(person_of(house, after));
        CHECK_FALSE(person_of(house, before));
        CHECK(newest_to(house, old_phone) == "moved 1234");
        const auto id = *person_of(house, after);
        const auto file = house.place.db->read([&](store::Connection& c) { return party::get_person(c, party::test::test_seal(), id); });
        CHECK(file.phone == phone);
    }, told());
}

TEST_CASE("a code from one account proves nothing for another") {
    everywhere([](House& house) {
        owner(house);
        const auto first = signed_in(house, phone), second = signed_in(house, "13700009999");
        REQUIRE(house.sessions.send_join_code(House::request("POST"), first, zhang()));
        CHECK(code_of(house.sessions.join_file(second, zhang(), newest_code(house))) == "code_expired");
        CHECK_FALSE(person_of(house, second));
    }, told());
}

TEST_CASE("a file with another phone but no account needs the code too; one without a phone, or with one's own, does not") {
    everywhere([](House& house) {
        const auto open = [&](const std::string& name, int n, const std::string& number) {
            auto given = party::test::somebody(name, party::test::citizen("19900101", n));
            given.phone = number;
            REQUIRE(house.place.act([&](party::Context& at) { return party::register_person(at, given); }));
            given.phone.clear();
            return given;
        };
        const auto other = open("李四", 4, old_phone), none = open("王五", 5, ""), own = open("赵六", 6, "13700009999");
        CHECK(code_of(house.sessions.join_file(signed_in(house, phone), other, "")) == "identity_proof_needed");
        CHECK(house.sessions.join_file(signed_in(house, "13700008888"), none, ""));
        CHECK(house.sessions.join_file(signed_in(house, "13700009999"), own, ""));
    }, told());
}

TEST_CASE("a wrong name is answered as a file that needs proof, and no code goes out for it") {
    everywhere([](House& house) {
        owner(house);
        const auto stranger = signed_in(house, phone);
        const std::string before = newest_to(house, old_phone);
        const auto wrong = house.sessions.join_file(stranger, zhang("张四"), "");
        const auto right = house.sessions.join_file(stranger, zhang(), "");
        CHECK(code_of(wrong) == code_of(right));
        CHECK(wrong.error().field == right.error().field);
        CHECK(wrong.error().details.at("tail").size() == 4);
        CHECK(wrong.error().details.at("tail") != "5678");
        const auto sent = house.sessions.send_join_code(House::request("POST"), stranger, zhang("张四"));
        REQUIRE(sent);
        CHECK(sent->phone_tail == wrong.error().details.at("tail"));
        CHECK(newest_to(house, old_phone) == before);
        CHECK(code_of(house.sessions.join_file(stranger, zhang("张四"), "000000")) == "code_wrong");
        CHECK_FALSE(person_of(house, stranger));
    }, told());
}

TEST_CASE("five tries of an account or at a number lock both for a quarter of an hour") {
    everywhere([](House& house) {
        owner(house);
        const auto stranger = signed_in(house, phone), next = signed_in(house, "13700009999");
        for (int i = 0; i < 5; ++i) CHECK(code_of(house.sessions.join_file(stranger, zhang(i % 2 ? "张四" : "张五"), "")) == "identity_proof_needed");
        CHECK(code_of(house.sessions.join_file(stranger, zhang(), "")) == "identity_locked");
        CHECK(code_of(house.sessions.join_file(next, zhang(), "")) == "identity_locked");
        CHECK(code_of(house.sessions.send_join_code(House::request("POST"), next, zhang())) == "identity_locked");
        house.place.clock.advance_ms(15 * minute);
        CHECK(code_of(house.sessions.join_file(next, zhang(), "")) == "identity_proof_needed");
    }, told());
}

TEST_CASE("a window that has the person there lets a new phone have the file, once and for a day, and the old phone is told") {
    everywhere([](House& house) {
        const auto before = owner(house);
        const auto file = *person_of(house, before);
        const auto grant = [&](const party::Actor& who, const std::string& reason) {
            return code_of(house.place.act(who, [&](party::Context& at) { return house.sessions.grant_join(at, file, phone, reason); }));
        };
        CHECK(grant(party::test::officer("370102", {"adviser"}), "本人持身份证到窗口") == "duty_missing");
        CHECK(grant(party::test::officer("370102", {"window"}), "是") == "read_needs_reason");
        CHECK(grant(party::test::officer("370102", {"window"}), "本人持身份证到窗口").empty());
        CHECK(newest_to(house, old_phone) == "granted 1234");
        const auto after = signed_in(house, phone);
        CHECK(code_of(house.sessions.join_file(after, zhang("张四"), "")) == "identity_proof_needed");
        REQUIRE(house.sessions.join_file(after, zhang(), ""));
        CHECK_FALSE(person_of(house, before));
        // Used up: the old phone asks for a code of the new one.
        CHECK(code_of(house.sessions.join_file(before, zhang(), "")) == "identity_proof_needed");
        CHECK(grant(party::test::officer("370102", {"window"}), "本人持身份证到窗口").empty());
        house.place.clock.advance_days(1);
        CHECK(house.place.count("select count(*) from join_grant") == 1);
    }, told());
}
