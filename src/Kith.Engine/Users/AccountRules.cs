namespace Kith.Engine.Users;

/// <summary>An account's data as it may be stored.</summary>
internal sealed record AccountInput(string Email, string Password, string DisplayName);

/// <summary>What an account may be called, and all that is wrong with one at once.</summary>
internal static class AccountRules
{
    /// <param name="displayName">Null: the e-mail address's local part.</param>
    public static Result<AccountInput> Check(string? email, string? password, string? displayName)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var address = Keep(EmailRules.Check(email));
        var name =
            displayName is not null ? Keep(CheckDisplayName(displayName))
            : address is not null ? DefaultName(address)
            : null;
        if (PasswordRules.FindProblem(password, address, name) is { } problem)
            errors["password"] = [problem];
        return errors.Count > 0 ? new Invalid(errors) : new AccountInput(address!, password!, name!);

        string? Keep(Result<string> result)
        {
            if (result.Try(out var value, out var failure))
                return value;
            foreach (var (field, texts) in ((Invalid)failure).Errors)
                errors[field] = texts;
            return null;
        }
    }

    public static Result<string> CheckDisplayName(string? name) => TextRules.CheckShownName("display_name", name);

    private static string DefaultName(string address)
    {
        var name = EmailRules.LocalPart(address);
        return CheckDisplayName(name).Failure is null ? name : "Somebody";
    }
}
