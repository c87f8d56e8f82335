using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Kith.Server.Tests.Architecture;

/// <summary>A type by its namespace and its full name; nested types have their outermost type's namespace.</summary>
internal sealed record TypeName(string Namespace, string Name);

/// <summary>Turns every signature into the flat list of the types it mentions.</summary>
internal sealed class TypeNames
    : ISignatureTypeProvider<ImmutableArray<TypeName>, object?>,
        ICustomAttributeTypeProvider<ImmutableArray<TypeName>>
{
    public static TypeName Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return Of(reader, type.GetDeclaringType(), type.Namespace, type.Name);
    }

    public static TypeName Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        if (type.ResolutionScope.Kind != HandleKind.TypeReference)
            return Of(reader, default, type.Namespace, type.Name);
        var outer = Of(reader, (TypeReferenceHandle)type.ResolutionScope);
        return outer with { Name = $"{outer.Name}.{reader.GetString(type.Name)}" };
    }

    private static TypeName Of(MetadataReader reader, TypeDefinitionHandle declaring, StringHandle space, StringHandle name)
    {
        if (!declaring.IsNil)
        {
            var outer = Of(reader, declaring);
            return outer with { Name = $"{outer.Name}.{reader.GetString(name)}" };
        }
        var (prefix, last) = (reader.GetString(space), reader.GetString(name));
        return new TypeName(prefix, prefix.Length == 0 ? last : $"{prefix}.{last}");
    }

    /// <summary>A type given by its name in an attribute: <c>Some.Space.Type, Assembly</c>.</summary>
    public ImmutableArray<TypeName> GetTypeFromSerializedName(string name)
    {
        var full = name.Split(',', '[', '`')[0].Trim();
        var outermost = full.Split('+')[0];
        var dot = outermost.LastIndexOf('.');
        return [new TypeName(dot < 0 ? "" : outermost[..dot], full.Replace('+', '.'))];
    }

    public ImmutableArray<TypeName> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        [Of(reader, handle)];

    public ImmutableArray<TypeName> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        [Of(reader, handle)];

    public ImmutableArray<TypeName> GetTypeFromSpecification(
        MetadataReader reader,
        object? genericContext,
        TypeSpecificationHandle handle,
        byte rawTypeKind
    ) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public ImmutableArray<TypeName> GetGenericInstantiation(
        ImmutableArray<TypeName> genericType,
        ImmutableArray<ImmutableArray<TypeName>> typeArguments
    ) => [.. genericType, .. typeArguments.SelectMany(t => t)];

    public ImmutableArray<TypeName> GetFunctionPointerType(MethodSignature<ImmutableArray<TypeName>> signature) =>
        [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(t => t)];

    public ImmutableArray<TypeName> GetModifiedType(
        ImmutableArray<TypeName> modifier,
        ImmutableArray<TypeName> unmodifiedType,
        bool isRequired
    ) => [.. modifier, .. unmodifiedType];

    public ImmutableArray<TypeName> GetArrayType(ImmutableArray<TypeName> elementType, ArrayShape shape) => elementType;

    public ImmutableArray<TypeName> GetByReferenceType(ImmutableArray<TypeName> elementType) => elementType;

    public ImmutableArray<TypeName> GetPinnedType(ImmutableArray<TypeName> elementType) => elementType;

    public ImmutableArray<TypeName> GetPointerType(ImmutableArray<TypeName> elementType) => elementType;

    public ImmutableArray<TypeName> GetSZArrayType(ImmutableArray<TypeName> elementType) => elementType;

    public ImmutableArray<TypeName> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

    public ImmutableArray<TypeName> GetGenericMethodParameter(object? genericContext, int index) => [];

    public ImmutableArray<TypeName> GetGenericTypeParameter(object? genericContext, int index) => [];

    public ImmutableArray<TypeName> GetSystemType() => [new TypeName("System", "System.Type")];

    public bool IsSystemType(ImmutableArray<TypeName> type) => type is [{ Name: "System.Type" }];

    // Enumerations of attributes: their size is not in this assembly, and all of ours are plain ints.
    public PrimitiveTypeCode GetUnderlyingEnumType(ImmutableArray<TypeName> type) => PrimitiveTypeCode.Int32;
}
