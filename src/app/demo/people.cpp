#include "app/demo/people.hpp"

#include <fmt/format.h>

#include <array>
#include <unordered_set>

#include "app/demo/names.hpp"

namespace leye::demo {
namespace {

constexpr uint64_t part_people = 1;
constexpr std::array<std::string_view, 12> roads{"幸福路", "建设路", "人民路", "和平路", "文化路", "青年路",
                                                 "迎宾路", "泰山路", "黄河路", "振兴街", "花园街", "健康街"};

/// Numbers and phones already given out.
struct Taken {
    std::unordered_set<std::string> numbers, phones;
};

std::string draw_number(Draw& draw, Taken& taken, Date born, bool male) {
    for (;;) {
        const int sequence = draw.between(0, 499) * 2 + (male ? 1 : 0);
        const std::string digits = fmt::format("3799{:02}{:04}{:02}{:02}{:03}", draw.between(1, 99),
                                               born.year(), born.month(), born.day(), sequence);
        std::string number = digits + reference::check_digit_of(digits);
        if (taken.numbers.insert(number).second) return number;
    }
}

std::string draw_phone(Draw& draw, Taken& taken) {
    // 12000000000 to 12000009999 are kept for the accounts that the demo prints.
    for (;;) {
        std::string phone = fmt::format("12{}{:08}", draw.below(10), draw.between(10'000, 99'999'999));
        if (taken.phones.insert(phone).second) return phone;
    }
}

std::string draw_education(Draw& draw, const Margins& margins, bool male, int age) {
    const auto& weights = margins.education_weights[male ? 0 : 1];
    for (;;) {
        std::string level = margins.education[draw.weighted(weights)];
        // Nine years of school are a duty, and nobody has a degree at 17.
        if (age < 45 && (level == "none" || level == "primary")) continue;
        if (age < 22 && level == "bachelor") continue;
        if (age < 20 && level == "college") continue;
        return level;
    }
}

std::string draw_address(Draw& draw, std::string_view township) {
    return fmt::format("{}{}{}号{}号楼{}单元{}0{}室", township,
                       draw.pick(std::span<const std::string_view>(roads)), draw.between(1, 260),
                       draw.between(1, 30), draw.between(1, 4), draw.between(1, 6), draw.between(1, 2));
}

Date draw_birth(Draw& draw, const Margins& margins, Date today) {
    const size_t band = draw.weighted(margins.age_weights);
    const int from = std::max(margins.age_from[band], 16), to = margins.age_from[band] + 4;
    const Date latest = today.plus_months(-12 * from);
    return latest - draw.between(0, (to - from + 1) * 365 - 1);
}

}  // namespace

People make_people(uint64_t seed, size_t count, const Margins& margins,
                       const reference::Reference& reference, Date today) {
    Draw draw = Draw::part(seed, part_people);
    Taken taken;
    People out;
    out.people.reserve(count);
    while (out.people.size() < count) {
        const bool follows = !out.people.empty() && draw.percent(14);
        const bool spouse = follows && out.people.back().born.whole_years_to(today) >= 24 &&
                            (out.households.empty() || out.households.back().spouse + 1 != out.people.size());
        Person person;
        if (spouse) {
            const Person& head = out.people.back();
            person.male = !head.male;
            person.born = std::min(head.born + draw.between(-4 * 365, 4 * 365), today.plus_months(-12 * 22));
            person.area = head.area;
            person.address = head.address;
            person.phone = draw.percent(30) ? head.phone : draw_phone(draw, taken);
            out.households.push_back({.head = out.people.size() - 1, .spouse = out.people.size()});
        } else {
            person.male = draw.below(1'000'000) < margins.male_per_million;
            person.born = draw_birth(draw, margins, today);
            person.area = margins.townships[draw.weighted(margins.township_weights)];
            person.address = draw_address(draw, reference.areas().find(person.area)->name);
            person.phone = draw_phone(draw, taken);
        }
        person.name = draw_name(draw, person.male, person.born.year());
        person.document_number = draw_number(draw, taken, person.born, person.male);
        person.has_social_security_card = draw.percent(35);
        person.education = draw_education(draw, margins, person.male, person.born.whole_years_to(today));
        out.people.push_back(std::move(person));
    }
    return out;
}

reference::Retirement retirement_of(const Person& person, const reference::Reference& reference) {
    const bool post =
        person.education == "senior_high" || person.education == "college" || person.education == "bachelor";
    return reference.retirement(person.born, person.male ? reference::RetirementKind::man
                                             : post      ? reference::RetirementKind::woman_55
                                                         : reference::RetirementKind::woman_50);
}

}  // namespace leye::demo
