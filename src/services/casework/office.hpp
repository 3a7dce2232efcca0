#pragma once
#include <memory>
#include <optional>
#include <string>

#include "records/catalog/current.hpp"
#include "records/catalog/phrases.hpp"
#include "records/party/context.hpp"
#include "services/casework/number_store.hpp"

namespace leye::casework {

/// Whom a message is for: the phone, whose file it tells about where it is anybody's, and where it concerns.
struct Addressee {
    std::string phone;  ///< normalised
    std::optional<party::PersonId> person;
    std::string area;
};

/// Carries messages to people, within the transaction of the case. Implemented above, by the outbox.
class Messenger {
  public:
    virtual ~Messenger() = default;
    /// in: `text` as the person will read it.
    virtual void send(party::Context& at, const Addressee& to, const std::string& text) = 0;
    /// To the phone of an account: handlers are known by theirs. in: `area` is where it concerns.
    virtual void send_to_account(party::Context& at, Uuid account, const std::string& area, const std::string& text) = 0;
};

struct Case;
struct Office;

/// Began the cases of the items that are begun by something else than a form, and does what follows from how they stand.
/// Implemented above.
class Follower {
  public:
    virtual ~Follower() = default;
    /// Called after each act on such a case, within its transaction. Fails: with what cannot follow; then the act is not done.
    virtual Result<void> follow(party::Context& at, const Office& office, const Case& c) const = 0;
};

/// What the case engine works with besides the context of one command. Lives as long as the program.
struct Office {
    const catalog::Current& catalog;
    const catalog::Phrases& phrases;
    Messenger& messenger;
    const Follower& follower;
    std::shared_ptr<Numbers> numbers = std::make_shared<Numbers>();
};

}  // namespace leye::casework
