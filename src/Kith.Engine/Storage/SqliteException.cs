using System.Data.Common;

namespace Kith.Engine.Storage;

/// <summary>What SQLite answered in place of doing it.</summary>
internal sealed class SqliteException(int code, string message) : DbException(message, code)
{
    /// <summary>The primary result code.</summary>
    public int Code => ErrorCode & 0xFF;

    /// <summary>True for what a retry may mend: locked, full, unreadable for now.</summary>
    public bool IsUnavailable =>
        Code
            is SqliteNative.Busy
                or SqliteNative.Locked
                or SqliteNative.Full
                or SqliteNative.InputOutput
                or SqliteNative.CantOpen
                or SqliteNative.ReadOnly
                or SqliteNative.OutOfMemory;

    public static unsafe SqliteException Of(int code, nint connection) =>
        new(SqliteNative.ExtendedErrorCode(connection), $"SQLite: {code} {SqliteNative.Text(SqliteNative.ErrorMessage(connection))}");

    /// <summary>As callers of a write know it.</summary>
    public Exception Translate() =>
        IsUnavailable ? Unavailable()
        : ErrorCode == SqliteNative.ForeignKeyViolated ? new OwnerGoneException(this)
        : this;

    public StorageUnavailableException Unavailable() => new(Message, this);
}
