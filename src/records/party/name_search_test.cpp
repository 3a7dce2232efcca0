#include <doctest/doctest.h>

#include <chrono>
#include <set>

#include "records/party/merge.hpp"
#include "records/party/name_token_store.hpp"
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

PersonId registered(Place& p, std::string name, int sequence, std::string area = "") {
    p.clock.advance_ms(1);
    auto person = somebody(std::move(name), citizen("19900505", sequence));
    person.area = std::move(area);
    return p.act([&](Context& ctx) { return register_person(ctx, person); }).value();
}

PeopleFound found(Place& p, std::string_view text, std::optional<PeoplePlace> after = {}, int limit = 20) {
    static const Actor clerk = officer("370102", {"window"});
    return p.read([&](store::Connection& c) { return find_people(c, test_seal(), clerk, text, after, limit); }).value();
}

std::vector<PersonId> ids(const PeopleFound& found) {
    std::vector<PersonId> out;
    for (const auto& hit : found.hits) out.push_back(hit.id);
    return out;
}

using Ids = std::vector<PersonId>;

}  // namespace

TEST_CASE("row 15.4, D45: a person is found by a part of the name, by pinyin and by initials, and shown masked") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto id = registered(p, "王小明", 1);
        const auto other = registered(p, "李大海", 2);
        for (const char* text : {"王小明", "小明", "王小", "王", "明", "wangxiaoming", "Wang Xiaoming", "WANG XIAO MING", "xiaoming", "wang", "ming", "wxm", "WXM", "wangxm",
                                 "wxiaoming", "王xm", "王xiaoming", "ｗｘｍ", " 小明 ", "wang'xiao'ming", "wangxiaom"}) {
            CAPTURE(text);
            const auto hits = found(p, text);
            REQUIRE(ids(hits) == Ids{id});
            CHECK(hits.hits[0].name == "王*明");
            CHECK(hits.hits[0].document == "370102********" + citizen("19900505", 1).substr(14));
            CHECK_FALSE(hits.next);
            CHECK_FALSE(hits.cut);
        }
        for (const char* text : {"小李", "王明", "wangming", "xm", "小名", "wxmm", "xiaomingw", "明王", "w", "", " ", "·", "%", "' or 1=1 --", "丂"}) {
            CAPTURE(text);
            CHECK(ids(found(p, text)).empty());
        }
        CHECK(ids(found(p, "海")) == Ids{other});
    });
}

TEST_CASE("D45: surnames sound as surnames, rare characters and one-character names are found, ü is typed v or u") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        struct One {
            const char* name;
            std::vector<const char*> by;
        };
        const One all[] = {{"单雄", {"shanxiong", "danxiong", "单", "sx", "dx", "shan"}},
                           {"仇英", {"qiuying", "仇", "qy"}},
                           {"解缙", {"xiejin", "解", "xj"}},
                           {"查良镛", {"zhaliangyong", "查良", "zly"}},
                           {"曾国藩", {"zengguofan", "国藩", "zgf", "zeng"}},
                           {"盖叫天", {"gejiaotian", "gaijiaotian", "gjt"}},
                           {"朴志英", {"piaozhiying", "朴", "pzy"}},
                           {"尉迟恭", {"yuchigong", "尉迟", "迟恭", "尉", "ycg"}},
                           {"万俟卨", {"moqi", "万俟", "俟"}},
                           {"任盈盈", {"renyingying", "ryy"}},
                           {"吕布", {"lvbu", "lubu", "lyubu", "lb", "lübu"}},
                           {"𠮷野", {"𠮷", "𠮷野", "jiye", "jy"}},
                           {"喆", {"喆", "zhe"}},
                           {"阿不都热合曼·买买提", {"热合曼", "买买提", "maimaiti", "阿不都"}},
                           {"Maria Da Silva", {"maria", "silva", "MARIA DA SILVA", "mds"}},
                           {"张晟", {"zhangsheng", "zhangcheng", "晟"}}};
        int n = 0;
        for (const One& one : all) {
            const auto id = registered(p, one.name, ++n);
            for (const char* text : one.by) {
                CAPTURE(one.name);
                CAPTURE(text);
                CHECK(ids(found(p, text)) == Ids{id});
            }
        }
        CHECK(ids(found(p, "吉野")).empty());
    });
}

TEST_CASE("the whole name stands before its beginning and that before the rest; people of the own area come first") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto inside = registered(p, "王小明", 1), beginning = registered(p, "小明月", 2);
        const auto far = registered(p, "小明", 3, "370202"), near = registered(p, "小明", 4, "370102");
        CHECK(ids(found(p, "小明")) == Ids{near, far, beginning, inside});
        CHECK(ids(found(p, "xiaoming")) == Ids{near, far, beginning, inside});
        const auto first = found(p, "小明", {}, 3);
        CHECK(ids(first) == Ids{near, far, beginning});
        REQUIRE(first.next);
        const auto second = found(p, "小明", first.next, 3);
        CHECK(ids(second) == Ids{inside});
        CHECK_FALSE(second.next);
    });
}

TEST_CASE("a page goes on where the one before ended, whoever is entered or merged meanwhile") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Ids people{p.act([&](Context& ctx) { return register_person(ctx, somebody("王小明", "H12345678", DocumentType::hm_travel_permit)); }).value()};
        for (int i = 0; i < 5; ++i) people.push_back(registered(p, "王小明", 10 + i));
        const auto first = found(p, "小明", {}, 1);
        CHECK(ids(first) == Ids{people[0]});
        REQUIRE(first.next);
        CHECK(PeoplePlace::parse(first.next->text())->text() == first.next->text());
        CHECK(first.next->text().find("小") == std::string::npos);
        // One comes before the place, and the file it stands behind is merged into a later one.
        registered(p, "小明", 30);
        REQUIRE(p.act([&](Context& ctx) { return party::merge(ctx, people[3], people[0], "同一人的两份档案"); }));
        const auto second = found(p, "小明", first.next, 3);
        REQUIRE(second.next);
        const auto third = found(p, "小明", second.next, 3);
        CHECK_FALSE(third.next);
        std::set<PersonId> seen;
        for (const auto& page : {ids(first), ids(second), ids(third)}) seen.insert(page.begin(), page.end());
        CHECK(seen == std::set<PersonId>(people.begin(), people.end()));
        CHECK(second.hits.size() + third.hits.size() == 5);
        for (const char* wrong : {"", "0", "00", "x", "30", "20abc", "-1", "7"}) CHECK_FALSE(PeoplePlace::parse(wrong));
        const PeoplePlace nowhere{Fit::whole, false, PersonId::make(p.clock.now())};
        static const Actor clerk = officer("370102", {"window"});
        CHECK(p.read([&](store::Connection& c) { return find_people(c, test_seal(), clerk, "小明", nowhere, 3); }).error().code == "cursor_invalid");
    });
}

TEST_CASE("everybody who shares a phone is shown, page by page") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        for (int i = 0; i < 25; ++i) {
            auto person = somebody("张三", citizen("19670401", i * 2 + 1));
            person.phone = "13800001234";
            p.act([&](Context& ctx) { return register_person(ctx, person); }).value();
        }
        const auto first = found(p, "138 0000 1234");
        CHECK(first.hits.size() == 20);
        REQUIRE(first.next);
        const auto second = found(p, "138 0000 1234", first.next);
        CHECK(second.hits.size() == 5);
        CHECK_FALSE(second.next);
        std::set<PersonId> seen;
        for (const auto& page : {ids(first), ids(second)}) seen.insert(page.begin(), page.end());
        CHECK(seen.size() == 25);
    });
}

TEST_CASE("tokens follow a change of name, a merge and its undoing") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto id = registered(p, "王小明", 1);
        REQUIRE(p.act([&](Context& ctx) { return change_person(ctx, id, {.name = "王晓鸣"}); }));
        CHECK(ids(found(p, "小明")).empty());
        CHECK(ids(found(p, "晓鸣")) == Ids{id});
        CHECK(ids(found(p, "xiaoming")) == Ids{id});
        REQUIRE(p.act([&](Context& ctx) { return change_person(ctx, id, {.name = "王大力"}); }));
        CHECK(ids(found(p, "xiaoming")).empty());
        CHECK(ids(found(p, "王")) == Ids{id});
        CHECK(p.count("select count(*) from person_token") == static_cast<int64_t>(tokens_of(test_seal(), "王大力").size()));

        const auto other = p.act([&](Context& ctx) { return register_person(ctx, somebody("王大立", "H12345678", reference::DocumentType::hm_travel_permit)); }).value();
        const auto merge = p.act([&](Context& ctx) { return party::merge(ctx, id, other, "同一人两个证件"); });
        REQUIRE(merge);
        CHECK(ids(found(p, "大立")) == Ids{id});
        CHECK(found(p, "大立").hits[0].name == "王*力");
        CHECK(ids(found(p, "dali")) == Ids{id});
        REQUIRE(p.act([&](Context& ctx) { return unmerge(ctx, *merge, "实为两个人"); }));
        CHECK(ids(found(p, "大立")) == Ids{other});
        CHECK(ids(found(p, "dali")).size() == 2);
    });
}

TEST_CASE("files older than tokens get theirs, in pieces and once") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Ids people;
        for (int i = 1; i <= 5; ++i) people.push_back(registered(p, "王小明", i));
        const auto tokens = p.count("select count(*) from person_token");
        // As migration 002 leaves a database that had people.
        p.db->write([](store::Transaction& tx) {
            tx.execute("delete from person_token");
            tx.execute("insert into person_untokened (person_id) select id from person");
        });
        CHECK(ids(found(p, "小明")).empty());
        const auto make = [&] { return p.db->write([](store::Transaction& tx) { return make_missing_tokens(tx, test_seal(), 3); }); };
        CHECK(make() == 3);
        REQUIRE(p.act([&](Context& ctx) { return change_person(ctx, people[4], {.name = "王大力"}); }));
        CHECK(make() == 2);
        CHECK(make() == 0);
        CHECK(ids(found(p, "小明")).size() == 4);
        CHECK(ids(found(p, "dali")) == Ids{people[4]});
        CHECK(p.count("select count(*) from person_token") == tokens);
    });
}

TEST_CASE("two files made in one millisecond, whose ids begin alike, are told apart") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto id = registered(p, "王小明", 1);
        PersonRow twin;
        twin.id = id, twin.id.value.bytes[15] ^= 1, twin.created_at = p.clock.now();
        p.db->write([&](store::Transaction& tx) {
            set_name(twin, test_seal(), "王小红");
            insert_row(tx, twin);
            insert_tokens(tx, twin.id, tokens_of(test_seal(), "王小红"));
        });
        CHECK(ids(found(p, "小明")) == Ids{id});
        CHECK(ids(found(p, "小红")) == Ids{twin.id});
        CHECK(ids(found(p, "王小")).size() == 2);
        REQUIRE(p.act([&](Context& ctx) { return change_person(ctx, id, {.name = "李大力"}); }));
        CHECK(ids(found(p, "王小")) == Ids{twin.id});
        CHECK(ids(found(p, "小")) == Ids{twin.id});
        CHECK(ids(found(p, "ldl")) == Ids{id});
    });
}

TEST_CASE("a search is refused where the text is too long or the work needs no files, and journalled without the name") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        registered(p, "王小明", 1);
        const auto clerk = officer("370102", {"window"}), admin = officer("370102", {"admin"});
        const auto find = [&](const Actor& actor, std::string_view text) { return p.read([&](store::Connection& c) { return find_people(c, test_seal(), actor, text, {}, 20); }); };
        std::string ten_thousand;
        for (int i = 0; i < 10'000; ++i) ten_thousand += "王";
        for (const std::string& text : {ten_thousand, std::string(51, 'a'), std::string("\xff\xfe")}) {
            const auto refused = find(clerk, text);
            REQUIRE_FALSE(refused);
            CHECK(refused.error().code == "search_long");
        }
        CHECK(find(clerk, std::string(50, 'a')).value().hits.empty());
        CHECK(find(admin, "王").error().code == "duty_missing");
        const auto hits = find(clerk, "小明").value();
        CHECK(hits.by_name);
        CHECK_FALSE(find(clerk, citizen("19900505", 1)).value().by_name);
        p.act(clerk, [&](Context& ctx) { record_search(ctx, hits); });
        CHECK(p.count("select count(*) from journal_entry where act = 'people_searched'") == 1);
    });
}

TEST_CASE("letters that can be cut in billions of ways, or in none, take no time") {
    for (const std::string end : {"", "v", "i", "xx"}) {
        std::string text;
        while (text.size() + end.size() + 2 <= search_length_max) text += "an";
        text += end;
        CAPTURE(text);
        const auto begun = std::chrono::steady_clock::now();
        const auto patterns = patterns_of(text);
        CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(1));
        CHECK(patterns.size() >= 2);
        CHECK(patterns.size() <= 64);
    }
    CHECK(patterns_of("an an an an an an an an an an an an an an an").size() <= 64);
    CHECK(patterns_of("xian").size() == 4);  // xian, xi an, the initials x-i-a-n, a Latin word
}

TEST_CASE("of more than a thousand people with a surname a page is shown, and said to be cut") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        p.act([&](Context& ctx) {
            for (int i = 0; i < 1'010; ++i) {
                auto person = somebody(i % 2 ? "王芳" : "王伟", citizen(i < 1000 ? "19900505" : "19900506", i % 1000));
                register_person(ctx, person).value();
            }
        });
        const auto hits = found(p, "王");
        CHECK(hits.hits.size() == 20);
        CHECK(hits.next);
        CHECK(hits.cut);
        CHECK_FALSE(found(p, "王芳").cut);
        const auto most = found(p, "wangfang", {}, 500);
        CHECK(most.hits.size() == 500);
        CHECK(found(p, "wangfang", most.next).hits.size() == 5);
    });
}

TEST_CASE("tokens take some hundred bytes of a person: one for each part of the name and one for the initials") {
    CHECK(tokens_of(test_seal(), "王小明").size() == 4);
    CHECK(tokens_of(test_seal(), "王明").size() == 3);
    CHECK(tokens_of(test_seal(), "单雄").size() == 5);  // shan-xiong, dan-xiong, xiong, sx, dx
    for (const auto& token : tokens_of(test_seal(), "王小明")) CHECK(token.size() == token_bytes);
}
