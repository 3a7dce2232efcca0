#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "records/reference/area.hpp"
#include "records/reference/calendar.hpp"
#include "records/reference/code_list.hpp"
#include "records/reference/document.hpp"
#include "records/reference/name.hpp"
#include "records/reference/phone.hpp"
#include "records/reference/retirement.hpp"
#include "records/reference/uscc.hpp"

namespace leye::reference {

/// The facts everybody shares: areas, calendar, retirement table, code lists. Read once at start, then
/// immutable and safe for many threads. Movable; pointers it gave out stay valid after a move.
class Reference {
  public:
    /// Reads `catalog_dir`/codes. Fails: reference_file with details file, line and sentence. Cost: some 20
    /// ms.
    static Result<Reference> load(const std::string& catalog_dir);

    const Areas& areas() const { return areas_; }
    const Calendar& calendar() const { return calendar_; }
    const RetirementTable& retirement_table() const { return retirement_; }
    Retirement retirement(Date born, RetirementKind kind) const { return retirement_.of(born, kind); }
    /// The list of that name, nullptr where there is none: document_type, employer_kind, contract_kind,
    /// end_reason, education, sex, flexible_kind, unemployment_reason, household_relation, need_kind,
    /// channel, advice_topic.
    const CodeList* find_list(std::string_view name) const;
    const std::map<std::string, CodeList, std::less<>>& lists() const { return lists_; }
    /// The name of the six digits an identity number begins with, retired ones included: 371202
    /// «莱芜市莱城区». Empty where they are not of this province or not known.
    std::string region_name(std::string_view six_digits) const;
    /// Why somebody is out of work, as the list unemployment_reason has it, where the employer said why the employment
    /// ended. Empty where that does not tell, so that the person is asked.
    std::string unemployment_reason_of(std::string_view end_reason) const;

  private:
    Areas areas_;
    Calendar calendar_;
    RetirementTable retirement_;
    std::map<std::string, CodeList, std::less<>> lists_;
    std::map<std::string, std::string, std::less<>> region_names_;
    std::map<std::string, std::string, std::less<>> unemployment_reasons_;
};

}  // namespace leye::reference
