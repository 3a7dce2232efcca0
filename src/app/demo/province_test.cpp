#include "app/demo/province.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"

using namespace leye;
using namespace leye::demo;

namespace {

const Date today = *Date::of(2026, 11, 23);
constexpr const char* catalog_dir = LEYE_SOURCE_DIR "/catalog";

const reference::Reference& facts() {
    static const reference::Reference loaded = std::move(*reference::Reference::load(catalog_dir));
    return loaded;
}
const Province& province() {
    static const Province made = std::move(*make_province(catalog_dir, facts(), today, {}));
    return made;
}

/// Every field as text, so that two runs can be compared byte by byte.
std::string print(const Province& p) {
    std::string out;
    const auto day = [](const std::optional<Date>& d) { return d ? d->text() : std::string("-"); };
    for (const auto& a : p.agencies)
        out += fmt::format("{}|{}|{}|{}|{}\n", a.name, a.area, a.address, a.phone, a.parent.value_or(0));
    for (const auto& e : p.employers)
        out +=
            fmt::format("{}|{}|{}|{}|{}|{}|{}\n", e.name, e.uscc, e.kind, e.area, e.address, e.phone, e.size);
    for (const auto& x : p.people)
        out += fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}\n", x.name, x.male, x.born.text(), x.document_number,
                           x.has_social_security_card, x.area, x.address, x.phone, x.education);
    for (const auto& h : p.households) out += fmt::format("{}+{}\n", h.head, h.spouse);
    for (const auto& s : p.spells)
        out += fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}\n", s.person, static_cast<int>(s.kind),
                           s.employer.value_or(0), s.from.text(), day(s.until), s.learnt_on.text(),
                           day(s.end_learnt_on), s.detail, day(s.contract_until), s.end_reason);
    return out;
}

double share(long part, size_t whole) {
    return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

TEST_CASE("the same seed and day give the same bytes, another seed gives others") {
    const Size small{.seed = 7, .people = 2'000, .employers = 100};
    const std::string first = print(*make_province(catalog_dir, facts(), today, small));
    CHECK(first == print(*make_province(catalog_dir, facts(), today, small)));
    Size other = small;
    other.seed = 8;
    CHECK(first != print(*make_province(catalog_dir, facts(), today, other)));
}

TEST_CASE("the draws are those of splitmix64 on every machine") {
    Draw draw(1'234'567);
    CHECK(draw.next() == 6457827717110365317ULL);
    CHECK(draw.next() == 3203168211198807973ULL);
    CHECK(draw.next() == 9817491932198370423ULL);
}

TEST_CASE("every number, name and phone passes the checks that the product makes, and belongs to nobody") {
    CHECK(province().people.size() == 20'000);
    std::set<std::string> numbers;
    for (const Person& person : province().people) {
        CAPTURE(person.document_number);
        CAPTURE(person.name);
        const auto type = reference::DocumentType::resident_id;
        const auto number = reference::check_document(type, person.document_number, today);
        REQUIRE(number);
        CHECK(*number == person.document_number);
        CHECK(person.document_number.starts_with("3799"));
        CHECK(numbers.insert(person.document_number).second);
        CHECK(reference::birth_of(type, *number) == person.born);
        CHECK(reference::sex_of(type, *number) == (person.male ? 1 : 2));
        CHECK(reference::check_name(person.name) == person.name);
        CHECK(reference::check_phone(person.phone) == person.phone);
        CHECK(person.phone.starts_with("12"));
        CHECK(facts().areas().find(person.area)->level == 4);
        CHECK(facts().areas().find(person.area)->in_force(today));
        CHECK(facts().find_list("education")->find(person.education));
        CHECK(person.born.whole_years_to(today) >= 16);
        CHECK(person.born.whole_years_to(today) < 70);
    }
}

TEST_CASE("no number survives the change of one digit") {
    for (size_t i = 0; i < province().people.size(); i += 10) {
        const std::string& number = province().people[i].document_number;
        for (size_t at = 0; at < 17; ++at) {
            std::string wrong = number;
            wrong[at] = static_cast<char>('0' + (wrong[at] - '0' + 1 + static_cast<int>(i / 10 % 9)) % 10);
            CAPTURE(wrong);
            CHECK_FALSE(reference::check_document(reference::DocumentType::resident_id, wrong, today));
        }
    }
}

TEST_CASE("every employer's code passes the check, and names and codes differ") {
    CHECK(province().employers.size() == 800);
    std::set<std::string> seen;
    for (const Employer& employer : province().employers) {
        CAPTURE(employer.name);
        const auto uscc = reference::check_uscc(employer.uscc);
        REQUIRE(uscc);
        CHECK(uscc->code == employer.uscc);
        CHECK(uscc->region == "379900");
        CHECK(reference::check_employer_name(employer.name) == employer.name);
        CHECK(facts().find_list("employer_kind")->find(employer.kind));
        CHECK(facts().areas().find(employer.area)->level == 3);
        CHECK(reference::check_phone(employer.phone));
        CHECK(seen.insert(employer.name).second);
        CHECK(seen.insert(employer.uscc).second);
    }
}

TEST_CASE("rare characters, minority names and names of one given character occur") {
    const auto some = [](auto fits) {
        return std::count_if(province().people.begin(), province().people.end(), fits);
    };
    for (const char* rare : {"𠮷", "㛃", "䶮", "堃", "·"}) {
        CAPTURE(rare);
        CHECK(some([&](const Person& p) { return p.name.find(rare) != std::string::npos; }) > 3);
    }
    const auto two = some([](const Person& p) { return text::length(p.name) == 2; });
    CHECK(share(two, province().people.size()) > 12);
    CHECK(share(two, province().people.size()) < 32);
}

TEST_CASE("sex, age and place follow the census within two points") {
    const auto margins = Margins::load(catalog_dir, facts(), today);
    REQUIRE(margins);
    const auto& people = province().people;
    const auto men = std::count_if(people.begin(), people.end(), [](const Person& p) { return p.male; });
    CHECK(share(men, people.size()) == doctest::Approx(50.66).epsilon(0.04));
    uint64_t all = 0, all_places = 0;
    for (const auto weight : margins->age_weights) all += weight;
    for (const auto weight : margins->township_weights) all_places += weight;
    for (size_t band = 1; band < margins->age_from.size(); ++band) {
        const int from = margins->age_from[band];
        CAPTURE(from);
        const auto count = std::count_if(people.begin(), people.end(), [&](const Person& p) {
            const int age = p.born.whole_years_to(today);
            return age >= from && age < from + 5;
        });
        CHECK(share(count, people.size()) - share(margins->age_weights[band], all) < 2.0);
        CHECK(share(count, people.size()) - share(margins->age_weights[band], all) > -2.0);
    }
    std::map<std::string, long> by_city;
    for (const Person& person : people) ++by_city[person.area.substr(0, 4)];
    CHECK(by_city.size() == 16);
    std::map<std::string, uint64_t> weights;
    for (size_t i = 0; i < margins->townships.size(); ++i)
        weights[margins->townships[i].substr(0, 4)] += margins->township_weights[i];
    for (const auto& [city, weight] : weights)
        CHECK(share(by_city[city], people.size()) ==
              doctest::Approx(share(static_cast<long>(weight), all_places)).epsilon(0.15));
}

TEST_CASE("about 62 in a hundred are employed, 10 flexible and 6 registered unemployed") {
    std::map<SpellKind, long> open;
    std::set<size_t> people;
    for (const Spell& spell : province().spells)
        if (!spell.until) {
            ++open[spell.kind];
            CHECK(people.insert(spell.person).second);
        }
    const size_t all = province().people.size();
    CHECK(share(open[SpellKind::employed], all) == doctest::Approx(62).epsilon(0.03));
    CHECK(share(open[SpellKind::flexible], all) == doctest::Approx(10).epsilon(0.08));
    CHECK(share(open[SpellKind::unemployed], all) == doctest::Approx(6).epsilon(0.1));
}

TEST_CASE("every spell holds together and its codes are in the lists") {
    long late = 0, overlapping = 0;
    const Spell* last = nullptr;
    for (const Spell& spell : province().spells) {
        CAPTURE(spell.person);
        CAPTURE(spell.from.text());
        const Person& person = province().people[spell.person];
        CHECK(person.born.whole_years_to(spell.from) >= 16);
        CHECK(spell.from <= spell.learnt_on);
        CHECK(spell.learnt_on <= today);
        CHECK(spell.until.has_value() == spell.end_learnt_on.has_value());
        if (spell.until) {
            CHECK(spell.from < *spell.until);
            CHECK(*spell.until <= today);
            CHECK(*spell.end_learnt_on <= today);
            CHECK(*spell.until <= *spell.end_learnt_on);
        }
        CHECK(spell.employer.has_value() == (spell.kind == SpellKind::employed));
        const char* list = spell.kind == SpellKind::employed   ? "contract_kind"
                           : spell.kind == SpellKind::flexible ? "flexible_kind"
                                                               : "unemployment_reason";
        CHECK(facts().find_list(list)->find(spell.detail));
        CHECK(spell.end_reason.empty() != (spell.kind == SpellKind::employed && spell.until.has_value()));
        if (!spell.end_reason.empty()) CHECK(facts().find_list("end_reason")->find(spell.end_reason));
        if (spell.contract_until) CHECK(spell.from < *spell.contract_until);
        if (spell.contract_until && !spell.until) CHECK(today < *spell.contract_until);
        late += spell.kind == SpellKind::employed && spell.learnt_on - spell.from > 30;
        if (last && last->person == spell.person) {
            CHECK(last->from <= spell.from);
            overlapping += !last->until || spell.from < *last->until;
        }
        last = &spell;
    }
    CHECK(late > 500);
    CHECK(overlapping > 200);
    CHECK(province().spells.size() > 25'000);
}

TEST_CASE("nobody past the month of retirement has a spell open") {
    for (const Spell& spell : province().spells)
        if (!spell.until)
            CHECK(today < retirement_of(province().people[spell.person], facts()).on_month_first);
}

TEST_CASE("couples share a home and are of both sexes") {
    CHECK(province().households.size() > 1'000);
    std::set<size_t> seen;
    for (const Household& household : province().households) {
        const Person& head = province().people[household.head];
        const Person& spouse = province().people[household.spouse];
        CHECK(head.address == spouse.address);
        CHECK(head.male != spouse.male);
        CHECK(seen.insert(household.head).second);
        CHECK(seen.insert(household.spouse).second);
    }
}

TEST_CASE("every place has its agency, parents first") {
    const auto& agencies = province().agencies;
    CHECK(agencies.size() == 1 + 16 + 136 + 15 + 1'853);
    for (size_t i = 0; i < agencies.size(); ++i) {
        CHECK(agencies[i].parent.has_value() == (i > 0));
        if (!agencies[i].parent) continue;
        CHECK(*agencies[i].parent < i);
        CHECK(agencies[*agencies[i].parent].area == facts().areas().find(agencies[i].area)->parent);
    }
    const auto named = [&](const char* name) {
        return std::any_of(agencies.begin(), agencies.end(),
                           [&](const Agency& agency) { return agency.name == name; });
    };
    CHECK(named("山东省公共就业和人才服务中心"));
    CHECK(named("济南市历下区公共就业和人才服务中心"));
    CHECK(named("解放路街道便民服务中心（人社）"));
}

TEST_CASE("there is a staff account for each duty and a person's account for each role") {
    std::set<std::string> duties, users, roles, phones;
    for (const StaffAccount& account : province().staff) {
        duties.insert(account.duties.begin(), account.duties.end());
        CHECK(users.insert(account.user).second);
        CHECK(account.agency < province().agencies.size());
    }
    CHECK(duties ==
          std::set<std::string>{"window", "adviser", "check", "manager", "admin", "merge", "policy", "data"});
    for (const PersonAccount& account : province().accounts) {
        CHECK(roles.insert(account.role).second);
        CHECK(phones.insert(account.phone).second);
        CHECK(province().people[account.person].phone == account.phone);
        CHECK(account.employer.has_value() == (account.role == "employer"));
    }
    CHECK(roles == std::set<std::string>{"seeker", "unemployed", "flexible", "employer"});
    for (const Person& person : province().people)
        if (person.phone < "12000010000") CHECK(phones.contains(person.phone));
}

TEST_CASE("without its margins the demo is refused, naming the file") {
    const auto result = make_province("/nonexistent", facts(), today, {});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == "reference_file");
}
