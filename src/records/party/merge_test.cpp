#include "records/party/merge.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

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

std::map<PersonId, PersonId> reads_as(Place& p, const std::vector<PersonId>& ids) {
    return p.read([&](store::Connection& c) {
        std::map<PersonId, PersonId> out;
        for (const auto id : ids) out[id] = get_person(c, test_seal(), id).id;
        return out;
    });
}

PersonId registered(Place& p, const NewPerson& person) {
    return p.act([&](Context& ctx) { return register_person(ctx, person); }).value();
}

}  // namespace

TEST_CASE("two files of one person are joined, read as one, and parted exactly as they were") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto a =
            registered(p, somebody("陈大文", citizen("19850315", 21, "810000"), DocumentType::hmt_residence));
        const auto b = registered(p, somebody("陈大文", "H12345678", DocumentType::hm_travel_permit));
        const auto before_a = p.read([&](store::Connection& c) { return get_person(c, test_seal(), a); });
        const auto before_b = p.read([&](store::Connection& c) { return get_person(c, test_seal(), b); });

        const auto merge_id = p.act([&](Context& ctx) { return party::merge(ctx, a, b, "同一人两个证件"); });
        REQUIRE(merge_id);
        p.read([&](store::Connection& c) {
            CHECK(get_person(c, test_seal(), b).id == a);
            CHECK(get_person(c, test_seal(), a).documents.size() == 2);
            CHECK(find_person_by_document(c, test_seal(), DocumentType::hm_travel_permit, "H12345678") == a);
            CHECK(list_ids(c, b) == std::vector{a, b});
            CHECK(names_of(c, test_seal(), std::vector{b, a, b}) == std::map<PersonId, std::string>{{a, "陈大文"}, {b, "陈大文"}});
            const auto merges = list_merges(c, b);
            REQUIRE(merges.size() == 1);
            CHECK(merges[0].reason == "同一人两个证件");
            CHECK_FALSE(merges[0].undone_at);
        });
        CHECK(p.count("select count(*) from person") == 2);

        REQUIRE(p.act([&](Context& ctx) { return unmerge(ctx, *merge_id, "后来查明是两个人"); }));
        p.read([&](store::Connection& c) {
            const Person after_a = get_person(c, test_seal(), a), after_b = get_person(c, test_seal(), b);
            CHECK(after_a.documents.size() == before_a.documents.size());
            CHECK(after_b.id == b);
            CHECK(after_b.documents.at(0).number == before_b.documents.at(0).number);
            CHECK(after_b.name == before_b.name);
            CHECK(list_ids(c, a) == std::vector{a});
            CHECK(list_merges(c, a).at(0).undone_at == p.clock.now());
        });
        CHECK(p.act([&](Context& ctx) { return unmerge(ctx, *merge_id, "再拆分一次"); }).error().code ==
              "merge_undone_already");
    });
}

TEST_CASE("a merge asks for the duty, a reason, two files, and not two citizens") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        auto one = somebody("张三", citizen("19850315", 21)), two = somebody("张三", citizen("19850315", 23));
        one.area = two.area = "370102";
        const auto a = registered(p, one), b = registered(p, two);
        const auto c = registered(p, somebody("张三", "H12345678", DocumentType::hm_travel_permit));
        const auto code = [&](const Actor& actor, PersonId keep, PersonId drop, std::string_view reason) {
            const auto id = p.act(actor, [&](Context& ctx) { return party::merge(ctx, keep, drop, reason); });
            return id ? std::string("merged") : id.error().code;
        };
        const Actor merger = officer("370100", {"merge"});
        CHECK(code(merger, a, b, "同一人的档案") == "merge_citizens_differ");
        CHECK(code(merger, a, a, "同一人的档案") == "merge_same");
        CHECK(code(merger, a, c, "同人") == "merge_reason_missing");
        CHECK(code(merger, a, PersonId::make(p.clock.now()), "同一人的档案") == "person_unknown");
        CHECK(code(officer("370102", {"window"}), a, c, "同一人的档案") == "duty_missing");
        CHECK(code(merger, a, c, "同一人的档案") == "merged");
        CHECK(code(merger, c, a, "同一人的档案") == "merge_same");
        CHECK(p.act(officer("370200", {"merge"}),
                    [&](Context& ctx) { return party::merge(ctx, a, b, "同一人的档案"); })
                  .error()
                  .code == "duty_other_area");
    });
}

TEST_CASE("merges in a chain and in a tree are undone in any order and always restore") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        std::vector<PersonId> ids;
        for (int i = 0; i < 5; ++i)
            ids.push_back(registered(
                p, somebody("张三", "H1234567" + std::to_string(i), DocumentType::hm_travel_permit)));
        std::vector<MergeId> merges;
        const auto join = [&](int keep, int drop) {
            merges.push_back(p.act([&](Context& ctx) {
                                  return party::merge(ctx, ids[keep], ids[drop], "同一人的档案");
                              }).value());
        };
        join(1, 0), join(2, 1), join(2, 3), join(4, 0);  // the last joins the whole of 2 to 4
        for (const auto& [id, kept] : reads_as(p, ids)) CHECK(kept == ids[4]);
        CHECK(p.read([&](store::Connection& c) { return list_ids(c, ids[0]).size(); }) == 5);
        p.read([&](store::Connection& c) {
            auto found = list_ids(c, ids[3]);
            CHECK(found.front() == ids[4]);
            std::ranges::sort(found);
            CHECK(std::ranges::adjacent_find(found) == found.end());
        });
        for (const int which : {1, 0, 3, 2})
            REQUIRE(p.act([&](Context& ctx) { return unmerge(ctx, merges[which], "查明不是同一人"); }));
        for (const auto& [id, kept] : reads_as(p, ids)) CHECK(kept == id);
    });
}
