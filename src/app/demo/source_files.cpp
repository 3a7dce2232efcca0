#include "app/demo/source_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/result.hpp"

namespace leye::demo {
namespace {

using fact::Fact;
using fact::Kind;

/// A department's own word for a code of ours.
struct Word {
    std::string_view ours, theirs;
};
constexpr std::array words{Word{"owner", "经营者"},
                           Word{"legal_representative", "法定代表人"},
                           Word{"shareholder", "股东"},
                           Word{"secondary", "中专"},
                           Word{"technical", "技工"},
                           Word{"college", "专科"},
                           Word{"bachelor", "本科"},
                           Word{"master", "硕士"},
                           Word{"doctor", "博士"},
                           Word{"married", "已婚"},
                           Word{"divorced", "离婚"},
                           Word{"widowed", "丧偶"},
                           Word{"single", "未婚"},
                           Word{"insurance_subsidy", "就业困难人员社会保险补贴"},
                           Word{"graduate_insurance_subsidy", "高校毕业生社会保险补贴"},
                           Word{"job_grant", "一次性创业岗位开发补贴"},
                           Word{"startup_grant", "一次性创业补贴"},
                           Word{"graduate_grant", "求职创业补贴"},
                           Word{"management", "管理岗位"},
                           Word{"worker", "生产岗位"}};

std::string_view word_of(std::string_view code) {
    const auto found = std::ranges::find(words, code, &Word::ours);
    return found == words.end() ? code : found->theirs;
}

/// Columns of a file beside the number: what of the fact each holds.
enum class Cell : uint8_t { none, month, from, until, last, amount, code, unit, insured_as, area };
struct Form {
    std::string_view source, header;
    std::array<Kind, 2> kinds;
    std::array<Cell, 4> cells;
};
constexpr std::array forms{
    Form{"social_insurance", "公民身份号码,费款所属期,参保身份,统一社会信用代码,缴费基数\n", {Kind::insured_employee, Kind::insured_flexible}, {Cell::month, Cell::insured_as, Cell::unit, Cell::amount}},
    Form{"business_registration", "公民身份号码,身份,统一社会信用代码,成立日期,注销日期\n", {Kind::business, Kind::business}, {Cell::code, Cell::unit, Cell::from, Cell::until}},
    Form{"graduates", "公民身份号码,毕业日期,学历层次\n", {Kind::graduation, Kind::graduation}, {Cell::from, Cell::code}},
    Form{"students", "公民身份号码,入学日期,离校日期\n", {Kind::studying, Kind::studying}, {Cell::from, Cell::last}},
    Form{"disability", "公民身份号码,残疾等级,发证日期,有效期至\n", {Kind::disability, Kind::disability}, {Cell::code, Cell::from, Cell::last}},
    Form{"minimum_allowance", "公民身份号码,享受起始日期,停发日期\n", {Kind::minimum_allowance, Kind::minimum_allowance}, {Cell::from, Cell::until}},
    Form{"deaths", "公民身份号码,死亡日期\n", {Kind::death, Kind::death}, {Cell::from}},
    Form{"pension", "公民身份号码,首次领取年月,停发日期\n", {Kind::pension, Kind::pension}, {Cell::month, Cell::until}},
    Form{"marriage", "公民身份号码,婚姻状况,登记日期\n", {Kind::marriage, Kind::marriage}, {Cell::code, Cell::from}},
    Form{"household_register", "公民身份号码,户号,户籍地代码,迁入日期,迁出日期\n", {Kind::household, Kind::household}, {Cell::code, Cell::area, Cell::from, Cell::until}},
    Form{"land_lost", "公民身份号码,征地批准日期,终止日期\n", {Kind::land_lost, Kind::land_lost}, {Cell::from, Cell::until}},
    Form{"formerly_poor", "公民身份号码,识别日期,退出日期\n", {Kind::formerly_poor, Kind::formerly_poor}, {Cell::from, Cell::until}},
    Form{"army", "公民身份号码,入伍日期,退役日期\n", {Kind::army, Kind::army}, {Cell::from, Cell::until}},
    Form{"abroad", "公民身份号码,定居日期,回国定居日期\n", {Kind::abroad, Kind::abroad}, {Cell::from, Cell::until}},
    Form{"unemployment_benefit", "公民身份号码,待遇所属月份,金额\n", {Kind::benefit_paid, Kind::benefit_paid}, {Cell::month, Cell::amount}},
    Form{"insurance_subsidy", "公民身份号码,补贴所属月份,补贴政策,金额\n", {Kind::subsidy_paid, Kind::subsidy_paid}, {Cell::month, Cell::code, Cell::amount}},
    Form{"grants", "公民身份号码,发放日期,补贴名称,金额\n", {Kind::grant_paid, Kind::grant_paid}, {Cell::from, Cell::code, Cell::amount}},
    Form{"posts", "公民身份号码,岗位类别,起始日期\n", {Kind::post, Kind::post}, {Cell::code, Cell::from}},
    Form{"layoffs", "公民身份号码,裁减日期,统一社会信用代码\n", {Kind::laid_off, Kind::laid_off}, {Cell::from, Cell::unit}}};

const Form& form_of(std::string_view source) {
    const auto found = std::ranges::find(forms, source, &Form::source);
    expect(found != forms.end(), "a source that files are written for");
    return *found;
}

void append_cell(Cell cell, const Fact& fact, std::string_view area, std::string& out) {
    const auto into = std::back_inserter(out);
    switch (cell) {
        case Cell::none:
            return;
        case Cell::month:
            fmt::format_to(into, ",{:04}{:02}", fact.from.year(), fact.from.month());
            return;
        case Cell::from:
            out += ',', out += fact.from.text();
            return;
        case Cell::until:
            out += ',';
            if (fact.until) out += fact.until->text();
            return;
        case Cell::last:
            out += ',';
            if (fact.until) out += (*fact.until - 1).text();
            return;
        case Cell::amount:
            fmt::format_to(into, ",{}.{:02}", fact.amount.value_or(0) / 100, fact.amount.value_or(0) % 100);
            return;
        case Cell::code:
            out += ',', out += word_of(fact.code);
            return;
        case Cell::unit:
            out += ',', out += fact.unit;
            return;
        case Cell::insured_as:
            out += fact.kind == Kind::insured_employee ? ",单位职工" : ",灵活就业人员";
            return;
        case Cell::area:
            out += ',', out += area;
            return;
    }
}

}  // namespace

std::span<const std::string_view> source_names() {
    static const auto names = [] {
        std::array<std::string_view, forms.size()> out;
        std::ranges::transform(forms, out.begin(), &Form::source);
        return out;
    }();
    return names;
}

std::string_view header_of(std::string_view source) { return form_of(source).header; }

void append_rows(std::string_view source, std::string_view document_number, std::span<const Fact> facts, std::string& out) {
    const Form& form = form_of(source);
    const auto register_fact = std::ranges::find(facts, Kind::household_register, &Fact::kind);
    const std::string_view area = register_fact == facts.end() ? std::string_view() : register_fact->code;
    for (const Fact& fact : facts) {
        if (std::ranges::find(form.kinds, fact.kind) == form.kinds.end()) continue;
        out += document_number;
        for (const Cell cell : form.cells) append_cell(cell, fact, area, out);
        out += '\n';
    }
}

}  // namespace leye::demo
