#include "records/reference/area.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "records/reference/document.hpp"
#include "records/reference/reference.hpp"

using namespace leye;
using namespace leye::reference;

namespace {
const Date today = *Date::of(2026, 11, 23);
const Reference& province() {
    static const Reference loaded = [] {
        auto result = Reference::load(LEYE_SOURCE_DIR "/catalog");
        if (!result)
            throw Bug(result.error().details.at("file") + ": " + result.error().details.at("sentence"));
        return std::move(*result);
    }();
    return loaded;
}
const Areas& areas() {
    return province().areas();
}
long count(int level, bool zone) {
    return std::count_if(areas().all().begin(), areas().all().end(), [&](const Area& area) {
        return area.level == level && area.zone == zone && area.in_force(today);
    });
}
}  // namespace

TEST_CASE("the province has 16 cities, 136 counties, 15 zones and 1,853 townships") {
    CHECK(count(1, false) == 1);
    CHECK(count(2, false) == 16);
    CHECK(count(3, false) == 136);
    CHECK(count(3, true) == 15);
    CHECK(count(4, false) == 1'853);
    CHECK(areas().children("370000", today).size() == 16);
}

TEST_CASE("every area in force lies below areas in force") {
    for (const Area& area : areas().all()) {
        if (area.level == 1 || !area.in_force(today)) continue;
        CAPTURE(area.code);
        CHECK(areas().find(area.parent)->in_force(today));
        CHECK(areas().path(area.code).size() == static_cast<size_t>(area.level));
    }
}

TEST_CASE("a place has its path and its full name") {
    CHECK(areas().full_name("370102") == "山东省济南市历下区");
    CHECK(areas().full_name("370102001") == "山东省济南市历下区解放路街道");
    CHECK(areas().full_name("999999").empty());
    CHECK(areas().path("370102001").front()->code == "370000");
    CHECK(areas().path("").empty());
    CHECK(areas().find("370102")->parent == "370100");
    CHECK_FALSE(areas().find("379900"));
    CHECK(areas().children("370102", today).size() == 13);
    CHECK(areas().children("370102001", today).empty());
}

TEST_CASE("a retired place is found with its successor") {
    const std::vector<std::pair<const char*, const char*>> moved{
        {"371200", "370100"}, {"371202", "370116"}, {"371203", "370117"}, {"370282", "370215"},
        {"370684", "370614"}, {"370634", "370614"}, {"370181", "370114"}, {"370125", "370115"},
        {"371523", "371503"}, {"371626", "371681"}, {"370521", "370505"}, {"371727", "371703"},
        {"370171", "370176"}, {"370672", "370676"}, {"371472", "371402"}};
    for (const auto& [old, now] : moved) {
        CAPTURE(old);
        REQUIRE(areas().find(old));
        CHECK(areas().find(old)->until);
        CHECK_FALSE(areas().find(old)->in_force(today));
        CHECK(areas().find_current(old, today) == areas().find(now));
    }
    CHECK(areas().find_current("370102", today)->code == "370102");
    CHECK_FALSE(areas().find_current("371172", today));
    CHECK_FALSE(areas().find_current("123456", today));
}

TEST_CASE("before the merger Laiwu was a city of its own") {
    const Date before = *Date::of(2018, 12, 25), after = *Date::of(2018, 12, 26);
    CHECK(areas().children("370000", before).size() == 17);
    CHECK(areas().children("370000", after).size() == 16);
    CHECK(areas().find_current("371202", before)->name == "莱城区");
    CHECK(areas().find_current("371202", after)->name == "莱芜区");
    CHECK_FALSE(areas().find("370116")->in_force(before));
}

TEST_CASE("a retired township leads to the one that took over") {
    const Area* old = areas().find("371202001");
    REQUIRE(old);
    const Area* now = areas().find_current("371202001", today);
    REQUIRE(now);
    CHECK(now->parent == "370116");
    CHECK(now->name == old->name);
}

TEST_CASE("a place lies within its parents and a retired one also within those of its successor") {
    CHECK(areas().is_within("370102001", "370102"));
    CHECK(areas().is_within("370102001", "370000"));
    CHECK(areas().is_within("370102", "370102"));
    CHECK(areas().is_within("371202", "370100"));
    CHECK(areas().is_within("371202", "371200"));
    CHECK_FALSE(areas().is_within("370102", "370200"));
    CHECK_FALSE(areas().is_within("370100", "370102"));
    CHECK_FALSE(areas().is_within("", "370000"));
}

TEST_CASE("a search takes names, parts of full names and codes, places in force first") {
    const auto first = [](std::string_view text) {
        const auto found = areas().search(text, 5, today);
        return found.empty() ? std::string{} : found.front()->code;
    };
    CHECK(first("历下") == "370102");
    CHECK(first("历下区解放路") == "370102001");
    CHECK(first("济南解放路") == "370102001");
    CHECK(first("370102") == "370102");
    CHECK(first("即墨区") == "370215");
    CHECK(first("莱城区") == "371202");
    CHECK(first("没有这个地方").empty());
    CHECK(areas().search("", 5, today).empty());
    CHECK(areas().search("街道", 20, today).size() == 20);
    CHECK(areas().search("街道", 0, today).empty());
    bool retired = false;
    for (const Area* area : areas().search("章丘", 200, today)) {
        if (!area->in_force(today))
            retired = true;
        else
            CHECK_FALSE(retired);
    }
    CHECK(retired);
}

TEST_CASE("the prefix of an identity number is named even where the county is gone") {
    CHECK(province().region_name("371202") == "山东省莱芜市莱城区");
    CHECK(province().region_name("370102") == "山东省济南市历下区");
    CHECK(province().region_name("372901") == "山东省菏泽地区菏泽市");
    CHECK(province().region_name("379914").empty());
    const std::string digits = "37120219750303101";
    CHECK(check_document(DocumentType::resident_id, digits + check_digit_of(digits), today));
}

TEST_CASE("a tree with a doubled code, a missing parent or a missing successor is refused") {
    const Area root{.code = "370000",
                    .name = "省",
                    .parent = "",
                    .level = 1,
                    .from = {},
                    .until = {},
                    .successor = "",
                    .zone = false};
    Area city = root;
    city.code = "370100", city.parent = "370000", city.level = 2;
    CHECK(Areas::of({root, city}));
    CHECK_FALSE(Areas::of({root, city, city}));
    Area orphan = city;
    orphan.code = "370200", orphan.parent = "380000";
    CHECK_FALSE(Areas::of({root, orphan}));
    Area too_deep = city;
    too_deep.code = "370201", too_deep.level = 3;
    CHECK_FALSE(Areas::of({root, too_deep}));
    Area gone = city;
    gone.successor = "370300";
    CHECK_FALSE(Areas::of({root, gone}));
}
