#include "records/party/search.hpp"

#include <doctest/doctest.h>

#include "records/party/merge.hpp"
#include "records/party/test/place.hpp"

using namespace leye;
using namespace leye::party;
using namespace leye::party::test;
using reference::DocumentType;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema()};

void everywhere(const std::function<void(Place&)>& test) {
    test::everywhere(modules, test);
}

std::vector<PersonHit> search(Place& p, std::string_view text) {
    return p.read([&](store::Connection& c) { return search_people(c, test_seal(), text); });
}

PersonId registered(Place& p, const NewPerson& person) {
    return p.act([&](Context& ctx) { return register_person(ctx, person); }).value();
}

}  // namespace

TEST_CASE("people are found by number, old number, phone and whole name, and shown masked") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        auto person = somebody("欧阳建国", citizen("19670401", 1));
        person.phone = "13800001234";
        const auto id = registered(p, person);
        std::string old = person.document_number.substr(0, 6) + person.document_number.substr(8, 9);
        for (const std::string& text :
             {person.document_number, old, std::string("138 0000 1234"), std::string(" 欧阳建国 ")}) {
            CAPTURE(text);
            const auto hits = search(p, text);
            REQUIRE(hits.size() == 1);
            CHECK(hits[0].id == id);
            CHECK(hits[0].name == "欧**国");
            CHECK(hits[0].document == mask_number(person.document_number));
        }
        for (const char* text : {"欧阳", "", "370102", "13800001235", "' or 1=1 --", "\xff\xfe"})
            CHECK(search(p, text).empty());
    });
}

TEST_CASE("a family sharing one phone is several people") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        for (int i = 1; i <= 3; ++i) {
            auto person = somebody("张三", citizen("19670401", i * 2 + 1));
            person.phone = "13800001234";
            registered(p, person);
        }
        CHECK(search(p, "13800001234").size() == 3);
        CHECK(search(p, "张三").size() == 3);
    });
}

TEST_CASE("merged files are one hit") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto a =
            registered(p, somebody("陈大文", citizen("19850315", 21, "810000"), DocumentType::hmt_residence));
        const auto b = registered(p, somebody("陈大文", "H12345678", DocumentType::hm_travel_permit));
        CHECK(search(p, "陈大文").size() == 2);
        REQUIRE(p.act([&](Context& ctx) { return party::merge(ctx, b, a, "同一人两个证件"); }));
        REQUIRE(search(p, "陈大文").size() == 1);
        CHECK(search(p, "陈大文")[0].id == b);
    });
}

TEST_CASE("a duplicate is seen while typing: the fault, the file that is there, or files that look alike") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto person = somebody("张伟", citizen("19900505", 33));
        const auto id = registered(p, person);
        const auto check = [&](const NewPerson& typed) {
            return p.read([&](store::Connection& c) {
                return check_new_person(c, test_seal(), reference_data(), typed, p.clock.now().date());
            });
        };
        const auto same = check(person);
        CHECK_FALSE(same.problem);
        REQUIRE(same.existing);
        CHECK(same.existing->id == id);
        CHECK(same.existing->name == "张*");
        const auto renamed = check(somebody("王伟", person.document_number));
        REQUIRE(renamed.problem);
        CHECK(renamed.problem->code == "person_name_differs");
        CHECK(renamed.existing);
        const auto alike = check(somebody("张伟", citizen("19900505", 77)));
        CHECK_FALSE(alike.problem);
        CHECK_FALSE(alike.existing);
        REQUIRE(alike.similar.size() == 1);
        CHECK(alike.similar[0].id == id);
        CHECK(check(somebody("张伟", citizen("19900506", 77))).similar.empty());
        CHECK(check(somebody("张伟", "370102")).problem->code == "document_length");
    });
}
